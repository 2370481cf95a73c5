// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import TestSupport
import Testing

struct ExplainTests {
  /// The toy corpus and a checkpoint `attentive` with attention, made once.
  private static let directory = {
    let directory = TrainedCheckpoint.directory
    let result = Dragoman.run(
      "train \(ToyCorpus.training) \(ToyCorpus.development) --checkpoint attentive "
        + "\(ToyCorpus.small) --attention general --epochs 40 --learning-rate 0.02 --dropout 0",
      in: directory)
    precondition(result.status == 0, result.error)
    return directory
  }()

  private func explain(_ arguments: String, _ input: String) -> ProcessResult {
    Dragoman.run("explain \(arguments)", in: Self.directory, input: input)
  }

  /// The last digits of shares depend on the instruction set.
  private func withoutShares(_ text: String) -> String {
    text.replacing(#/ +[0-9]+\.[0-9] %/#, with: " %")
  }

  @Test func aPlainModelShowsTokensIdsUnknownWordsAndSteps() {
    let result = explain("model --best 1", "a b\n \nc x\n")
    #expect(result.status == 0 && result.error.isEmpty)
    let blocks = withoutShares(result.output).split(separator: "\n\n3  ")
    #expect(
      blocks[0] == """
        1  a b

           source  id
        1  a        4
        2  b        8
        3  </s>     3

           target  id  probability
        1  A        4 %
        2  B        8 %
        3  </s>     3 %

        => A B

        2  (blank)
        """, "\(result.output)")
    #expect(
      blocks[1].hasPrefix("c x\n\n   source  id\n1  c        7\n2  x        1  unknown\n"),
      "\(result.output)")
  }

  @Test func aModelWithAttentionShowsWhereItLooks() {
    let result = explain("attentive --best 1", "a b\n")
    #expect(result.status == 0 && result.error.isEmpty)
    #expect(
      withoutShares(result.output).wholeMatch(
        of:
          #/
          1\ \ a\ b\n\n\ \ \ source\ \ id\n1\ \ a\ \ \ .*
          \ \ \ target\ \ id\ \ probability\ \ attention\n
          1\ \ A\ \ \ \ \ \ \ \ [0-9]\ %\ \ a\ %\n
          2\ \ B\ \ \ \ \ \ \ \ [0-9]\ %\ \ b\ %\n
          3\ \ </s>\ \ \ \ \ 3\ %\ \ (a|b|</s>)\ %\n\n
          =>\ A\ B\n\n
          /#.dotMatchesNewlines()) != nil, "\(result.output)")
  }

  @Test func theBestWordsStandBesideTheChosenOne() {
    let rows = explain("attentive", "a b\n").output.split(separator: "\n").filter {
      $0.contains(" %")
    }
    #expect(rows.count == 3)
    // The chosen word, the source word with the most attention, and four other words.
    #expect(rows.allSatisfy { $0.split(separator: " %").count == 6 }, "\(rows)")
  }

  private struct Record: Decodable {
    struct Unit: Decodable, Equatable {
      let text: String
      let is_unknown: Bool?
      let probability: Double?
    }
    struct Step: Decodable {
      let text: String
      let probability: Double
      let best: [Unit]
    }

    let line: Int
    let source, translation: String
    let source_units: [Unit]
    let steps: [Step]
    let attention: [[Double]]?
  }

  @Test func jsonHasAnObjectForEachLine() throws {
    let result = explain("attentive --json --best 2", "a x\n\n")
    let objects = result.output.split(separator: "\n")
    let records = try objects.map {
      try JSONDecoder().decode(Record.self, from: Data($0.utf8))
    }
    #expect(records.map(\.line) == [1, 2])
    #expect(records[0].source_units.map(\.text) == ["a", "x", "</s>"])
    #expect(records[0].source_units.map(\.is_unknown) == [false, true, false])
    #expect(records[0].steps.last?.text == "</s>")
    for step in records[0].steps {
      #expect(step.best.count == 2 && step.best[0].text == step.text)
      #expect(step.best[0].probability == step.probability && step.probability <= 1)
    }
    let attention = try #require(records[0].attention)
    #expect(attention.count == records[0].steps.count)
    #expect(attention.allSatisfy { $0.count == 3 && abs($0.reduce(0, +) - 1) < 1e-5 })
    #expect(
      records[0].translation + "\n"
        == Dragoman.run("translate attentive --quiet", in: Self.directory, input: "a x\n").output)
    #expect(
      objects[1]
        == #"{"is_cut":false,"is_source_cut":false,"line":2,"source":"","source_units":[],"#
        + #""steps":[],"translation":""}"#)
  }

  @Test func thePlotHasAMapForEachLineWithWords() throws {
    let scratch = TemporaryDirectory()
    let path = scratch.path + "/new/plot.HTML"
    let result = explain("attentive --plot \(path)", "a b\n\nc <b> d\n")
    #expect(result.status == 0)
    #expect(result.error == "Wrote the plot to \(path).\n")
    let page = String(decoding: try contents(of: path), as: UTF8.self)
    #expect(page.contains("<title>attentive</title>"))
    #expect(page.split(separator: "<svg").count == 3)
    #expect(page.contains("<b>1</b>\n<p dir=\"auto\">a b</p>\n<p dir=\"auto\">A B</p>"))
    #expect(page.contains("<b>3</b>\n<p dir=\"auto\">c &lt;b&gt; d</p>"))
    #expect(page.contains("<title>\u{2068}A\u{2069} ← \u{2068}a\u{2069}: "))
  }

  @Test func withoutAttentionThereIsNothingToDraw() throws {
    let scratch = TemporaryDirectory()
    #expect(
      explain("model --plot \(scratch.path)/p.html", "a\n")
        == failure(
          64,
          "--plot draws attention weights, but the model in model has no attention: give a "
            + "checkpoint that was "
            + "trained with --attention, for example --attention general, or omit --plot."))
    #expect(try names(in: scratch.path).isEmpty)
  }

  @Test func oddLinesAreReadAsTranslateReadsThem() {
    let process = Dragoman.run(
      "explain model --best 1", in: Self.directory,
      bytes: Array("a\n".utf8) + [0x61, 0x20, 0xFF, 0x0A] + Array("no newline".utf8))
    #expect(process.status == 0)
    #expect(
      process.error
        == """
        standard input, line 2: not valid UTF-8; the invalid bytes are read as U+FFFD.
        The invalid lines may be ISO-8859-1. If all of the input is in that encoding, convert it: \
        iconv -f ISO-8859-1 -t UTF-8 FILE | dragoman explain …

        """)
    #expect(process.output.contains("\n2  a \u{FFFD}\n"))
    #expect(process.output.contains("\n3  no newline\n"))
    let long = explain("attentive --best 1", String(repeating: "b ", count: 20_001) + "\n")
    #expect(long.status == 0)
    #expect(long.output.hasSuffix("\n\nOnly the first 20,000 tokens were read.\n\n"))
  }

  @Test func aPipeThatStaysOpenGetsItsAnswerAtOnce() {
    let process = Dragoman.start("explain model --json", in: Self.directory)
    process.send("a\n")
    #expect(process.readLine()?.hasPrefix("{") == true)
    process.closeInput()
    #expect(process.finish().status == 0)
  }

  @Test(
    arguments: [
      ("--best 0", "--best is 0, but must be at least 1."),
      ("--best -3", "--best is -3, but must be at least 1."),
      ("--plot p.svg", "--plot is p.svg, but must end in .html."),
      ("--plot html", "--plot is html, but must end in .html."),
    ])
  func wrongFlags(flags: String, message: String) {
    let result = explain("model \(flags)", "a\n")
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.error.hasPrefix("Error: \(message)\nUsage: dragoman explain "))
  }

  @Test func subwordsAreTheUnits() throws {
    try withToyCorpus { directory throws in
      for name in ["train.en", "train.fr", "dev.en", "dev.fr"] {
        let text = String(decoding: try contents(of: "\(directory)/\(name)"), as: UTF8.self)
        try write(text.filter { $0 != " " }, to: "\(directory)/\(name)")
      }
      let trained = Dragoman.run(
        "train \(ToyCorpus.training) \(ToyCorpus.development) \(ToyCorpus.small) --checkpoint c "
          + "--subwords 0 --attention dot --epochs 1", in: directory)
      #expect(trained.status == 0, "\(trained.error)")
      let result = Dragoman.run("explain c --json --best 100", in: directory, input: "abz\n")
      let record = try JSONDecoder().decode(Record.self, from: Data(result.output.utf8))
      #expect(record.source_units.map(\.text) == ["a@@", "b@@", "<unk>", "</s>"])
      #expect(record.source_units.map(\.is_unknown) == [false, false, true, false])
      #expect(record.attention?.allSatisfy { $0.count == 4 } == true)
      for step in record.steps { #expect(!step.best.contains { $0.text == "<unk>" }) }
    }
  }
}
