// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Subwords
@testable import Text

struct EncoderTests {
  private func learned(_ count: Int, from words: [String]) -> BytePairMerges {
    var text = VocabularyBuilder()
    text.add(words)
    return BytePairMerges(learning: count, from: [text])
  }

  @Test func withoutMergesCharactersAreUnits() {
    let encoder = BytePairEncoder(BytePairMerges())
    #expect(encoder.units(of: "Mär￭") == ["M@@", "ä@@", "r@@", "￭"])
    #expect(encoder.units(of: "€") == ["€"])
    #expect(encoder.units(of: "") == [])
  }

  @Test func theEndOfAWordIsAnotherUnit() {
    let merges = learned(2, from: ["aba", "cab", "ab", "ab"])
    #expect(merges[0] == ("a", "b</w>"))
    #expect(merges.count == 1, "(a, b) inside of a word comes once")
    #expect(BytePairEncoder(merges).units(of: "abab") == ["a@@", "b@@", "ab"])
  }

  @Test func amongEqualPairsTheGreaterIsFirst() {
    let merges = learned(3, from: ["xaä", "xaä", "xbz", "xbz"])
    #expect(merges[0] == ("x", "b"))
    #expect(merges[1] == ("xb", "z</w>"))
    #expect(merges[2] == ("x", "a"))
  }

  @Test func theFirstOfTwoEqualMergesCounts() {
    var merges = BytePairMerges()
    for (left, right) in [("a", "b"), ("b", "c"), ("a", "b")] {
      merges.append(left.utf8Span.span, right.utf8Span.span)
    }
    #expect(BytePairEncoder(merges).units(of: "abcx") == ["ab@@", "c@@", "x"])
  }

  @Test func aWordThatEndsInTheMarkIsRestored() {
    let encoder = BytePairEncoder(learned(20, from: ["a@@", "a@@", "@@", "@@", "@@@", "@@@"]))
    for word in ["@", "@@", "@@@", "@@@@", "a@", "a@@", "a@@@", "@a"] {
      let units = encoder.units(of: word)
      #expect(BytePairEncoder.words(of: units) == [word], "\(units)")
    }
    #expect(encoder.units(of: "a@@") == ["a@@@", "@"])
  }

  @Test func unitsThatNoEncoderMakesAreJoined() {
    #expect(BytePairEncoder.words(of: ["a@@", "b", "c", "d@@"]) == ["ab", "c", "d"])
    #expect(BytePairEncoder.words(of: []) == [])
  }

  @Test func everyTextIsRestored() throws {
    let tokenizer = try Tokenizer(TokenizerConfiguration(language: "fr"))
    var random = RandomText(seed: 8)
    let texts = (0..<6_000).map { _ in random.next() }
    let merges = learned(500, from: texts.prefix(2_000).flatMap(tokenizer.tokenize))
    #expect(merges.count == 500)
    for encoder in [BytePairEncoder(merges), BytePairEncoder(BytePairMerges())] {
      for text in texts {
        let words = tokenizer.tokenize(text)
        let units = words.flatMap(encoder.units)
        let found = BytePairEncoder.words(of: units)
        // Compare bytes: canonically equivalent strings are equal, but are different tokens.
        if found.map({ Array($0.utf8) }) != words.map({ Array($0.utf8) }) {
          Issue.record("\(words) gives \(units)")
        }
      }
    }
  }
}
