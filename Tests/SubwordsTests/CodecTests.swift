// SPDX-License-Identifier: Apache-2.0

import Compute
import FoundationEssentials
import TestSupport
import Testing

@testable import Subwords
@testable import Text

/// Encoding tokens as ids of units, and decoding.
struct CodecTests {
  private static let text = ["the", "then", "other", "the", "mother", "mother", "@@", "l'￭"]

  private func builder(_ words: [String]) -> VocabularyBuilder {
    var builder = VocabularyBuilder()
    builder.add(words)
    return builder
  }

  private func codec(
    merges count: Int, words: [String] = text, minimumFrequency: Int = 0, maximumSize: Int = .max
  ) -> TokenCodec {
    let merges = BytePairMerges(learning: count, from: [builder(words)])
    return TokenCodec(
      Vocabulary(
        unitsOf: [builder(words)], BytePairEncoder(merges), minimumFrequency: minimumFrequency,
        maximumSize: maximumSize), merges: merges)
  }

  @Test(arguments: [0, 5, 100])
  func wordsOfKnownCharactersAreRestored(merges: Int) {
    let codec = codec(merges: merges)
    let words = Self.text + ["thother", "moter", "hthen", "hl@@", "e€"]
    let encoded = codec.encode(words)
    #expect(encoded.unknownTokens == 1, "€ does not come")
    #expect(codec.tokens(of: codec.encode(words.dropLast()).ids) == Array(words.dropLast()))
    #expect(encoded.ids.count { $0 == Vocabulary.Special.unknown } == 1)
    #expect(encoded.unitCounts.count == words.count)
    #expect(
      zip(words, encoded.unitCounts).allSatisfy { codec.encode([$0]).ids.count == $1 })
    #expect(codec.unitCounts(of: encoded.ids.dropLast(2)) == encoded.unitCounts.dropLast())
  }

  @Test func aUnitThatTheVocabularyLacksIsWrittenAsItsParts() {
    #expect(codec(merges: 100).vocabulary.id(of: "mother") != nil)
    for small in [codec(merges: 100, minimumFrequency: 3), codec(merges: 100, maximumSize: 1)] {
      #expect(small.vocabulary.id(of: "mother") == nil)
      let encoded = small.encode(["mother"])
      #expect(encoded.ids.count > 1 && encoded.unitCounts == [encoded.ids.count])
      #expect(encoded.unknownTokens == 0)
      #expect(small.tokens(of: encoded.ids) == ["mother"])
    }
  }

  /// A merge may produce a text that looks like another unit with the end-of-word mark.
  @Test(arguments: [
    ("z z\nzz </w>\n", "zz"), ("x <\nx< /\nx</ w\nx</w >\n", "x"), ("x </w>\n", "x"),
  ])
  func aWordThatLooksLikeAMergeIsCutIntoItsCharacters(merges: String, word: String) throws {
    let directory = TemporaryDirectory()
    let path = directory.path("merges.bpe")
    try (BytePairMerges.versionLine + "\n" + merges).write(
      toFile: path, atomically: true, encoding: .utf8)
    let codec = TokenCodec(builder([]).build(), merges: try BytePairMerges(contentsOf: path))
    #expect(codec.encode([word]).ids == word.map { _ in Vocabulary.Special.unknown })
  }

  @Test func withoutMergesTokensAreWords() {
    let codec = TokenCodec(builder(["a@@", "b"]).build(), merges: nil)
    #expect(codec.encode(["b", "c", "a@@"]).ids == [5, 1, 4])
    #expect(codec.encode(["b", "c", "a@@"]).unknownTokens == 1)
    #expect(codec.tokens(of: [4, 5]) == ["a@@", "b"])
    #expect(codec.unitCounts(of: [4, 5]) == [1, 1])
    #expect(codec.forbiddenInOutput == [0, 2], "the unknown word may come")
    #expect(self.codec(merges: 0).forbiddenInOutput == [0, 2, 1], "only the end may come")
  }

  @Test func aVeryLongTokenIsUnknown() {
    let codec = codec(merges: 0, words: ["aa"])
    #expect(codec.encode([String(repeating: "a", count: 800)]).ids.count == 800)
    #expect(codec.encode([String(repeating: "a", count: 801)]).ids == [1])
  }

  @Test func unitsAreCountedAndCharactersKept() {
    func units(_ minimumFrequency: Int) -> [String] {
      let vocabulary = codec(
        merges: 2, words: ["abc", "abc", "b"], minimumFrequency: minimumFrequency
      ).vocabulary
      return (Int32(4)..<Int32(vocabulary.count)).map {
        "\(vocabulary[$0]) \(vocabulary.frequency(of: $0))"
      }
    }
    #expect(units(0) == ["abc 2", "b 1", "a@@ 0", "b@@ 0", "bc 0", "c 0"])
    #expect(units(2) == ["abc 2", "b 1", "a@@ 0", "b@@ 0", "c 0"])
    #expect(units(3) == ["b 1", "a@@ 0", "b@@ 0", "c 0"])
  }
}

/// BPE dropout.
struct DropoutTests {
  private let encoder = BytePairEncoder(
    {
      var words = VocabularyBuilder()
      words.add(["unbelievable", "believable", "unable", "able", "relieve", "believe"])
      return BytePairMerges(learning: 200, from: [words], minimumFrequency: 1)
    }())

  private func cut(_ rate: Float, seed: UInt64 = 1, sentence: Int, side: Int = 0) -> [String] {
    let dropout = BytePairDropout(rate: rate, Philox(seed: seed, purpose: 3))
    var choices = dropout.choices(sentence: sentence, side: side, word: 0)
    return encoder.units(of: "unbelievable", isKept: { choices.isKept() })
  }

  @Test func aRateOfZeroKeepsEveryMerge() {
    #expect(encoder.units(of: "unbelievable") == ["unbelievable"])
    for sentence in 0..<100 { #expect(cut(0, sentence: sentence) == ["unbelievable"]) }
  }

  @Test func everyRandomSplitIsRestored() {
    var ways: Set<[String]> = []
    for sentence in 0..<500 {
      let units = cut(0.2, sentence: sentence)
      #expect(BytePairEncoder.words(of: units) == ["unbelievable"])
      ways.insert(units)
    }
    #expect(ways.count > 20)
  }

  @Test func moreDropoutMakesMoreUnits() {
    let counts = [0.1, 0.5, 0.9, 0.999].map { rate in
      (0..<200).reduce(0) { $0 + cut(Float(rate), sentence: $1).count }
    }
    #expect(counts == counts.sorted())
    #expect(counts[3] > 200 * 11, "nearly characters")
  }

  @Test func choicesFollowFromSeedAndPlaceAlone() {
    let sentences = 0..<50
    func all(_ seed: UInt64, side: Int) -> [[String]] {
      sentences.map { cut(0.3, seed: seed, sentence: $0, side: side) }
    }
    #expect(all(1, side: 0) == sentences.reversed().map { cut(0.3, sentence: $0) }.reversed())
    #expect(all(1, side: 0) != all(2, side: 0))
    #expect(all(1, side: 0) != all(1, side: 1))
  }
}
