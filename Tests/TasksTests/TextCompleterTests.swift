// SPDX-License-Identifier: Apache-2.0

import Corpora
import Glibc
import Inference
import TestSupport
import Testing
import Text
import Threads
import Training

@testable import Tasks

/// Completions by models of words and subwords, compared with the words of their text.
@Suite struct TextCompleterTests {
  private static let text = """
    He can't go, she said (again). Another ant and an andes go.
    The théâtre (an old one) is at the corner, and the ants can see it.
    She sees another corner, another café and the sea.

    """

  private func checkpoint(_ unit: TextUnit) throws -> LanguageModelCheckpoint {
    let directory = TemporaryDirectory()
    let path = directory.path("text")
    try write(Array(String(repeating: Self.text, count: 10).utf8), to: path)
    var text = RunningTextConfiguration()
    (text.unit, text.window, text.merges) = (unit, 8, 20)
    let data = try LanguageModelData([path], text)
    var training = TrainingConfiguration()
    (training.batchSize, training.epochs, training.learningRate) = (4, 2, 0.02)
    let model = data.model(embeddingSize: 8, hiddenSize: 16)
    _ = try Trainer(data, model: model, training, checkpoint: directory.path("model")).run()
    return try LanguageModelCheckpoint(directory: directory.path("model"))
  }

  private func options(
    _ extent: TextCompletionOptions.Extent = .word
  ) -> TextCompletionOptions {
    var options = TextCompletionOptions()
    (options.extent, options.count, options.beamSize) = (extent, 100, 200)
    return options
  }

  private func completions(
    of prefixes: [String], _ checkpoint: LanguageModelCheckpoint,
    _ extent: TextCompletionOptions.Extent = .word
  ) throws -> [[TextCompletion]] {
    try checkpoint.completers(WorkerPool(count: 1), options(extent))
      .map(below: prefixes.count) { completer, index in completer.completions(of: prefixes[index]) }
  }

  @Test func wordsBeginWithWhatIsTyped() throws {
    let checkpoint = try checkpoint(.word)
    let cases: [(prefix: String, completions: [String])] = [
      ("an", ["d", "des", "other", "t", "ts"]), ("and an", ["d", "des", "other", "t", "ts"]),
      ("She", []), ("sh", ["e"]), ("he s", ["aid", "ea", "ee", "ees", "he"]),
      ("can'", ["t"]), ("can't g", ["o"]), ("th", ["e", "éâtre"]), ("thé", ["âtre"]),
      ("again (o", ["ld", "ne"]), ("x", []),
      ("go\na", ["gain", "n", "nd", "ndes", "nother", "nt", "nts", "t"]),
    ]
    let found = try completions(of: cases.map(\.prefix), checkpoint)
    for (index, expected) in cases.enumerated() {
      #expect(found[index].map(\.text).sorted() == expected.completions, "'\(expected.prefix)'")
    }
  }

  /// The probability is that of the word after the words before it.
  @Test func probabilitiesAreThoseOfTheWords() throws {
    let checkpoint = try checkpoint(.word)
    let codec = try checkpoint.codec()
    let workers = try WorkerPool(count: 1)
    let scorer = checkpoint.scorer(workers)
    for (prefix, before) in [("she s", "she"), ("she ", "she"), ("", ""), ("go, a", "go,")] {
      let found = try completions(of: [prefix], checkpoint)[0]
      #expect(found.count > 1)
      for completion in found {
        let whole = codec.ids(of: prefix + completion.text)
        let count = codec.ids(of: before).count
        #expect(whole.count == count + 1, "'\(prefix)' '\(completion.text)'")
        let loss = Double(scorer.losses(of: [whole[...]], workers)[0][count])
        expectClose(
          [completion.probability], [exp(-loss)], relative: 1e-4, "'\(prefix)' '\(completion.text)'"
        )
      }
    }
  }

  /// Only spaces that are not typed yet are part of a completion.
  @Test func spacesAreImplied() throws {
    let checkpoint = try checkpoint(.word)
    let found = try completions(of: ["go,", "go, ", "go", "said (", "go \n"], checkpoint)
    #expect(found[0].contains { $0.text == " she" } && !found[0].contains { $0.text == "she" })
    #expect(found[1].contains { $0.text == "she" } && !found[1].contains { $0.text == " she" })
    #expect(found[2].isEmpty)
    #expect(found[3].contains { $0.text == "again" })
    #expect(found[4].contains { $0.text == "The" })
    #expect(found.joined().allSatisfy { $0.text.contains(where: \.isLetter) })
    let two = try completions(of: ["she ", "she s", "she"], checkpoint, .units(2))
    #expect(two[0].allSatisfy { !$0.text.hasPrefix(" ") })
    #expect(two[1].contains { $0.text == "aid (" })
    #expect(two[2].contains { $0.text == " said" })
  }

  /// Whatever the units of the beginning are, the words are found, in the units of training.
  @Test func subwordsAreThoseOfTheWholeWord() throws {
    let checkpoint = try checkpoint(.subword)
    let codec = try checkpoint.codec()
    let workers = try WorkerPool(count: 1)
    let scorer = checkpoint.scorer(workers)
    for (before, word) in [
      ("the ", "corner"), ("", "another"), ("can ", "see"), ("go ", "théâtre"),
    ] {
      let whole = codec.ids(of: before + word)
      let count = before.isEmpty ? 0 : codec.ids(of: String(before.dropLast())).count
      let losses = scorer.losses(of: [whole[...]], workers)[0][count...]
      let probability = losses.reduce(1) { $0 * exp(-Double($1)) }
      for length in 0..<word.count {
        let prefix = before + word.prefix(length)
        let found = try completions(of: [prefix], checkpoint)[0]
        let rest = String(word.dropFirst(length))
        guard let completion = found.first(where: { $0.text == rest }) else {
          // Too improbable among all strings of subwords.
          #expect(found.count == 100 && found[99].probability > probability, "'\(prefix)'")
          continue
        }
        // Other units may spell the same word.
        #expect(completion.probability > 0.999 * probability, "'\(prefix)'")
        #expect(Set(found.map(\.text)).count == found.count)
      }
    }
  }

  @Test(arguments: [TextUnit.word, .subword, .character, .codepoint])
  func digitsSpellWholeWords(_ unit: TextUnit) throws {
    let checkpoint = try checkpoint(unit)
    let cases = [
      ("the ", "267637", "corner"), ("", "43", "He"), ("he ", "2268", "can't"),
      ("the ", "8432873", "théâtre"), ("a ", "2233", "café"),
    ]
    let found = try checkpoint.completers(WorkerPool(count: 1), options())
      .map(below: cases.count) { completer, index in
        completer.words(spelledBy: cases[index].1, after: cases[index].0)
      }
    for (index, (_, digits, word)) in cases.enumerated() {
      let words = found[index].map(\.text)
      #expect(words.contains(word), "\(digits): \(words.prefix(9))")
      #expect(
        words.allSatisfy { $0.filter(\.isLetter).count == digits.count }, "\(words.prefix(9))")
    }
  }
}
