// SPDX-License-Identifier: Apache-2.0

import Compute
package import Subwords
package import Text

/// Encodes the tokens of a corpus as ids of subword units. Each distinct token is split once or,
/// with dropout, each time it is read.
package struct UnitIDs: SentenceEncoding {
  /// The ids of all tokens without dropout, concatenated, and the end of each token's ids.
  private var ids: [Int32] = []
  private var ends: [Int] = []
  package private(set) var unknownShare = 0.0
  private let codec: TokenCodec
  /// The tokens by number, to be split again and again with dropout; otherwise empty.
  private let words: VocabularyBuilder
  private let dropout: Dropout?

  /// The settings of BPE dropout in training.
  package struct Dropout: Sendable {
    /// The probability of skipping a merge wherever it applies, in `[0, 1)`.
    package let rate: Float
    /// The purpose that separates these random numbers from others.
    package let purpose: UInt32
    /// Distinguishes the sentences of a pair.
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

  /// `words` holds the tokens of the corpus by number.
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
