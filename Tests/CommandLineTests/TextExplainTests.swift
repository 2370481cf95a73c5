// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// `explain` with language models.
struct TextExplainTests {
  private func explain(_ arguments: String, _ input: String) -> ProcessResult {
    Dragoman.run("explain \(arguments)", in: LineModel.directory, input: input)
  }

  private struct Record: Decodable {
    struct Choice: Decodable, Equatable {
      let text: String
      let id: Int
      let probability: Double
    }
    struct Token: Decodable {
      let text: String
      let id: Int
      let is_unknown: Bool
      let probability: Double
      let best: [Choice]
    }

    let line: Int
    let text: String
    let tokens: [Token]
    let next: [Choice]
  }

  private func records(_ arguments: String, _ input: String) throws -> [Record] {
    let result = explain("\(arguments) --json", input)
    #expect(result.status == 0 && result.error.isEmpty)
    return try result.output.split(separator: "\n").map {
      try JSONDecoder().decode(Record.self, from: Data($0.utf8))
    }
  }

  /// Whether "alpha" or "gamma" is more probable depends on the last digits.
  @Test func eachTokenHasItsProbabilityAndTheBestInItsPlace() throws {
    let result = explain("model --best 2", "a x\n\n")
    #expect(result.status == 0 && result.error.isEmpty)
    let ids = try records("model", "a x\n")[0].tokens.map(\.id)
    let text = masked(result.output).replacing(#/% \S+ # % \S+ # %/#, with: "% …")
      .replacing(#/(2|4|1) \? \S+ # % \S+ # %/#) { "\($0.output.1) ? …" }
    #expect(
      text == """
        1 a x

         token id probability most probable
        1 a \(ids[0]) # % …
        2 \\s \(ids[1]) # % …
        3 x 1 unknown # % …
        4 ? …

        2 (empty)

         token id probability most probable
        1 ? …


        """, "\(result.output)")
  }

  @Test func jsonHasAnObjectForEachLine() throws {
    let found = try records("model --best 3", "alph x\n\n")
    #expect(found.map(\.line) == [1, 2] && found.map(\.text) == ["alph x", ""])
    #expect(found[0].tokens.map(\.text) == ["a", "l", "p", "h", "\\s", "x"])
    #expect(found[0].tokens.map(\.is_unknown) == [false, false, false, false, false, true])
    #expect(found[0].tokens[5].id == 1 && found[1].tokens.isEmpty)
    for token in found[0].tokens {
      #expect(token.best.count == 3)
      #expect(token.best.map(\.probability) == token.best.map(\.probability).sorted(by: >))
      for choice in token.best where choice.id == token.id {
        #expect(choice.probability == token.probability)
      }
    }
    #expect(found[0].tokens[2].best[0].text == "p")
    #expect(found[1].next.map(\.probability) == found[0].tokens[0].best.map(\.probability))
    #expect(try records("model --best 3", "alph\n")[0].next[0].text == "a")
    let all = try records("model --best 1000", "a\n")[0].next
    #expect(abs(all.reduce(0) { $0 + $1.probability } - 1) < 1e-4)
  }

  @Test func theProbabilitiesAreThoseOfTheScore() throws {
    let record = try records("model", "alpha bravo\n")[0]
    let scored = Dragoman.run(
      "score model --per-token", in: LineModel.directory, input: "alpha bravo\n"
    ).output.matches(of: #/:(-[0-9.]+)/#).compactMap { Double($0.output.1) }
    #expect(scored.count == record.tokens.count + 1)
    for (token, logProbability) in zip(record.tokens, scored) {
      #expect(abs(log(token.probability) - logProbability) < 1e-3)
    }
  }

  @Test func aCarriedStateKnowsTheLinesBefore() throws {
    for model in ["model", "lines"] {
      let fresh = try records(model, "alpha bravo\nalpha\n")
      let carried = try records("\(model) --carry-state", "alpha bravo\nalpha\n")
      #expect(fresh[0].next == carried[0].next)
      #expect(fresh[1].tokens[0].best != carried[1].tokens[0].best)
      let whole = try records("\(model) --carry-state", "alpha bravo\n\nalpha\n")
      // Only a model of continuous text reads an empty line.
      #expect((whole[2].tokens[0].best == carried[1].tokens[0].best) == (model == "lines"))
    }
  }

  @Test func wordsAndTheEndOfALine() throws {
    let record = try records("lines --best 9", "alpha  bravo delta\n")[0]
    #expect(record.tokens.map(\.text) == ["alpha", "\\s\\s", "bravo", "delta"])
    #expect(record.tokens.map(\.is_unknown) == [false, true, false, false])
    #expect(record.next.contains { $0.text == "</s>" })
  }

  @Test func aPipeThatStaysOpenGetsItsAnswerAtOnce() {
    let process = Dragoman.start("explain model --json", in: LineModel.directory)
    process.send("a\n")
    #expect(process.readLine()?.hasPrefix("{") == true)
    process.closeInput()
    #expect(process.finish().status == 0)
  }

  @Test func wrongFlags() {
    for (flags, message) in [
      ("--plot p.html", "--plot is for translators, but model is a language model: omit --plot."),
      ("--best 0", "--best is 0, but must be at least 1."),
    ] {
      let result = explain("model \(flags)", "a\n")
      #expect(result.status == 64 && result.output.isEmpty)
      #expect(result.error.hasPrefix("Error: \(message)\nUsage: dragoman explain "))
    }
    let translator = Dragoman.run("explain model --carry-state", in: TrainedCheckpoint.directory)
    #expect(
      translator.error.hasPrefix(
        "Error: --carry-state is for language models, but model is a translator: omit "
          + "--carry-state.\nUsage: dragoman explain "))
    #expect(translator.status == 64)
  }
}
