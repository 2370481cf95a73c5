// SPDX-License-Identifier: Apache-2.0

import Compute
package import Text

/// The units of the tokens of a corpus as ids: each distinct token is cut once, or with dropout, each
/// time it is read.
package struct UnitIDs: SentenceEncoding {
  /// The ids of every token without dropout, end to end, and where those of each end.
  private var ids: [Int32] = []
  private var ends: [Int] = []
  package private(set) var unknownShare = 0.0
  private let codec: TokenCodec
  /// The tokens, each at its number, where they are cut again and again.
  private let words: VocabularyBuilder
  private let dropout: Dropout?

  /// How training cuts words at random.
  package struct Dropout: Sendable {
    /// The probability that a merge is left out where it could be made, in `[0, 1)`.
    package let rate: Float
    /// Keeps its random numbers apart from other ones.
    package let purpose: UInt32
    /// Tells apart the sentences of a pair.
    package let side: Int

    package init(rate: Float, purpose: UInt32, side: Int) {
      self.rate = rate
      self.purpose = purpose
      self.side = side
    }

    fileprivate func choices(_ place: SentencePlace) -> BytePairDropout {
      BytePairDropout(
        rate: rate, Philox(seed: place.seed, purpose: purpose, step: UInt64(place.epoch)))
    }
  }

  /// `words` are the tokens of the corpus, each at its number.
  package init(_ words: VocabularyBuilder, _ codec: TokenCodec, dropout: Dropout? = nil) {
    self.words = dropout == nil ? VocabularyBuilder() : words
    self.codec = codec
    self.dropout = dropout
    var (total, unknown) = (0, 0)
    ends.reserveCapacity(words.tokenCount)
    for number in 0..<words.tokenCount {
      let first = ids.count
      let count = words.withToken(number) { word, count in
        codec.append(word, to: &ids)
        return count
      }
      ends.append(ids.count)
      total += (ids.count - first) * count
      unknown += ids[first...].count { $0 == Vocabulary.Special.unknown } * count
    }
    unknownShare = Double(unknown) / Double(max(total, 1))
  }

  package func encode(_ numbers: Span<Int32>, _ place: SentencePlace) -> [Int32] {
    var encoded: [Int32] = []
    encoded.reserveCapacity(2 * numbers.count)
    guard let dropout else {
      for index in numbers.indices { encoded += ids[range(Int(numbers[index]))] }
      return encoded
    }
    let chances = dropout.choices(place)
    for index in numbers.indices {
      var choices = chances.choices(sentence: place.pair, side: dropout.side, word: index)
      words.withToken(Int(numbers[index])) { word, _ in
        codec.append(word, to: &encoded) { choices.isKept() }
      }
    }
    return encoded
  }

  private func range(_ number: Int) -> Range<Int> {
    (number == 0 ? 0 : ends[number - 1])..<ends[number]
  }
}
