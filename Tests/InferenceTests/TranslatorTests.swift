// SPDX-License-Identifier: Apache-2.0

import Inference
import TestSupport
import Testing

@Suite struct TranslatorTests {
  /// Returns lines of 0 to 70 words, some of them unknown.
  private static func lines(_ count: Int) -> [String] {
    var random = SeededGenerator(seed: 11)
    return (0..<count).map { _ in
      (0..<Int.random(in: 0...70, using: &random)).map { _ in
        RandomCheckpoint.words.randomElement(using: &random).map {
          Int.random(in: 0..<10, using: &random) == 0 ? "unheard" : $0
        } ?? ""
      }.joined(separator: " ")
    }
  }

  private static func translator(
    _ directory: borrowing TemporaryDirectory, batchSize: Int, threads: Int,
    precision: Translator.Precision = .float32
  ) throws -> Translator {
    var options = Translator.Options()
    options.precision = precision
    options.batchSize = batchSize
    options.threads = threads
    options.maximumLength = 30
    return try Translator(checkpoint: directory.path, options: options)
  }

  @Test(arguments: Translator.Precision.allCases)
  func batchesAndThreadsChangeNothing(_ precision: Translator.Precision) throws {
    let directory = TemporaryDirectory()
    try RandomCheckpoint.write(to: directory.path)
    let lines = Self.lines(90)
    func translator(batchSize: Int, threads: Int) throws -> Translator {
      try Self.translator(
        directory, batchSize: batchSize, threads: threads, precision: precision)
    }
    let expected = try translator(batchSize: 1, threads: 1).translate(lines)
    #expect(Set(expected.map(\.text)).count > 20)
    for batchSize in [1, 7, 64] {
      for threads in [1, 2, 3] {
        let found = try translator(batchSize: batchSize, threads: threads).translate(lines)
        #expect(found == expected, "batches of \(batchSize), \(threads) threads")
      }
    }
    let together = try translator(batchSize: 64, threads: 2)
    #expect(lines.prefix(9).map { together.translate([$0])[0] } == Array(expected.prefix(9)))
  }

  /// Only in short sentences: with random weights, small differences accumulate over many words.
  @Test func eightBitsChangeProbabilitiesALittle() throws {
    let directory = TemporaryDirectory()
    try RandomCheckpoint.write(to: directory.path)
    let lines = Self.lines(30).map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
    let losses = try Translator.Precision.allCases.map { precision in
      let likelihood = try Self.translator(
        directory, batchSize: 8, threads: 1, precision: precision
      ).likelihood(sources: lines, references: lines)
      return likelihood.totalNegativeLogLikelihood / Double(likelihood.tokens)
    }
    #expect(losses[0] != losses[1], "\(losses)")
    expectClose([losses[1]], [losses[0]], relative: 0.01, "loss")
  }

  @Test func blankLinesStayBlank() throws {
    let directory = TemporaryDirectory()
    try RandomCheckpoint.write(to: directory.path)
    let translator = try Self.translator(directory, batchSize: 4, threads: 2)
    let texts = translator.translate(["w1 w2", "", "w3", " \t "]).map(\.text)
    #expect(texts[1] == "" && texts[3] == "")
    #expect(!texts[0].isEmpty && !texts[2].isEmpty)
    #expect(translator.translate([String]()) == [])
  }

  @Test func countsUnknownWordsAndCutSources() throws {
    let directory = TemporaryDirectory()
    try RandomCheckpoint.write(to: directory.path)
    var options = Translator.Options()
    options.maximumLength = 3
    options.maximumSourceLength = 2
    let translator = try Translator(checkpoint: directory.path, options: options)
    let translation = translator.translate(["w1 strange w2 words"])[0]
    #expect(translation.sourceTokens == 4)
    #expect(translation.unknownWords == 2)
    #expect(translation.isSourceCut)
    #expect(translation.tokens.count <= 3)
    #expect(translation.isCut == (translation.tokens.count == 3))
    #expect(
      translator.translate("w1 strange") == translation.text, "only two words were to be read")
  }

  /// The words of a prefix stay as given, even if the translation is cut off within the prefix.
  @Test func aPrefixThatIsCutOffKeepsItsWords() throws {
    let directory = TemporaryDirectory()
    try RandomCheckpoint.write(to: directory.path("words"))
    try RandomCheckpoint.write(to: directory.path("characters"), merges: 0)
    func tokens(_ name: String, maximumLength: Int) throws -> [String] {
      var options = Translator.Options()
      options.maximumLength = maximumLength
      options.replacesUnknownWords = true
      var input = TranslationInput("w5 w6")
      input.prefix = "w1 strange w22"
      let translator = try Translator(checkpoint: directory.path(name), options: options)
      let translation = translator.translate(inputs: [input])[0]
      #expect(translation.isCut || maximumLength > 20)
      return translation.tokens
    }
    #expect(try tokens("words", maximumLength: 2) == ["w1", "strange"])
    #expect(try tokens("words", maximumLength: 3) == ["w1", "strange", "w22"])
    #expect(try tokens("words", maximumLength: 30).starts(with: ["w1", "strange", "w22"]))
    // Units are characters: two, then seven (some unknown), then three.
    #expect(try tokens("characters", maximumLength: 9) == ["w1", "strange"])
    #expect(try tokens("characters", maximumLength: 11) == ["w1", "strange", "w2"])
    #expect(try tokens("characters", maximumLength: 12) == ["w1", "strange", "w22"])
  }

  /// A reference is scored as a whole, in memory proportional to its length.
  @Test func theLikelihoodTakesTheFirstWordsOfALongReference() throws {
    let directory = TemporaryDirectory()
    try RandomCheckpoint.write(to: directory.path)
    var options = Translator.Options()
    options.maximumSourceLength = 2
    let translator = try Translator(checkpoint: directory.path, options: options)
    let whole = translator.likelihood(sources: ["w1", "w2"], references: ["w1 w2 w3", "w1"])
    let cut = translator.likelihood(sources: ["w1", "w2"], references: ["w1 w2", "w1"])
    #expect(whole.tokens == 5)
    #expect(whole.cutReferences == 1 && cut.cutReferences == 0)
    #expect(whole.totalNegativeLogLikelihood == cut.totalNegativeLogLikelihood)
  }
}
