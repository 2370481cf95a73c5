// SPDX-License-Identifier: Apache-2.0

import Subwords
import Testing
import Text

@testable import Corpora

/// The units of a corpus, as training reads them.
struct UnitIDsTests {
  private static let words = {
    var words = VocabularyBuilder()
    words.add(["there", "then", "there", "other", "then", "the", "the"])
    return words
  }()
  private static let codec = {
    let merges = BytePairMerges(learning: 50, from: [words])
    return TokenCodec(
      Vocabulary(
        unitsOf: [words], BytePairEncoder(merges), minimumFrequency: 0, maximumSize: .max),
      merges: merges)
  }()
  /// The words, numbered in the order of their first occurrence: there, then, other, the.
  private static let numbers: [Int32] = [0, 2, 1, 3, 0]
  private static let tokens = ["there", "other", "then", "the", "there"]

  private func ids(
    _ units: UnitIDs, pair: Int = 0, epoch: Int = 0, seed: UInt64 = 1
  ) -> [Int32] {
    units.encode(Self.numbers.span, SentencePlace(pair: pair, epoch: epoch, seed: seed))
  }

  @Test func withoutDropoutTheyAreThoseOfTheCodec() {
    let units = UnitIDs(Self.words, Self.codec)
    #expect(ids(units) == Self.codec.encode(Self.tokens).ids)
    #expect(ids(units, pair: 3, epoch: 2, seed: 5) == ids(units))
    #expect(units.unknownShare == 0)
  }

  @Test func withDropoutTheyFollowFromPairEpochSeedAndSide() {
    func units(side: Int) -> UnitIDs {
      UnitIDs(
        Self.words, Self.codec, dropout: UnitIDs.Dropout(rate: 0.5, purpose: 3, side: side))
    }
    let source = units(side: 0)
    let pairs = (0..<20).map { ids(source, pair: $0) }
    #expect(pairs.reversed() == (0..<20).reversed().map { ids(units(side: 0), pair: $0) })
    #expect(Set(pairs).count > 10)
    #expect(Set((0..<20).map { ids(source, epoch: $0) }).count > 10)
    #expect(Set((0..<20).map { ids(source, seed: $0) }).count > 10)
    #expect(pairs != (0..<20).map { ids(units(side: 1), pair: $0) })
    for ids in pairs { #expect(Self.codec.tokens(of: ids) == Self.tokens) }
  }

  @Test func theShareOfUnknownUnitsIsThatOfTheText() {
    var other = VocabularyBuilder()
    other.add(["xx", "the", "the", "the"])
    let units = UnitIDs(other, Self.codec)
    #expect(units.unknownShare == 2.0 / 5)
  }
}
