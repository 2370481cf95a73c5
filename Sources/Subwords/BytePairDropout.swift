// SPDX-License-Identifier: Apache-2.0

package import Compute

/// Merges left out at random, so that training sees a word cut in many ways (Provilkov, Emelianenko and
/// Voita, "BPE-dropout: simple and effective subword regularization", 2020).
///
/// What is left out follows from the random numbers' key and the word's place alone: not from threads,
/// nor from what was cut before.
package struct BytePairDropout: Sendable {
  /// Random words below this one leave a merge out.
  private let bound: UInt32
  private let random: Philox

  /// `rate` is the probability that a merge is left out where it could be made, in `[0, 1)`.
  package init(rate: Float, _ random: Philox) {
    precondition(rate >= 0 && rate < 1)
    bound = UInt32(Double(rate) * 0x1p32)
    self.random = random
  }

  /// Says of one merge after the other, as it could be made in a word, whether it is made.
  struct Choices {
    fileprivate let dropout: BytePairDropout
    fileprivate let place: (sentence: UInt32, side: UInt32, word: UInt32)
    private var count: UInt32 = 0

    fileprivate init(
      _ dropout: BytePairDropout, _ place: (sentence: UInt32, side: UInt32, word: UInt32)
    ) {
      self.dropout = dropout
      self.place = place
    }

    mutating func isKept() -> Bool {
      let words = dropout.random.words(at: (place.sentence, place.word, place.side, count))
      count += 1
      return words.0 >= dropout.bound
    }
  }

  /// The choices for a word of a sentence. `side` tells apart the sentences of a pair.
  func choices(sentence: Int, side: Int, word: Int) -> Choices {
    Choices(
      self,
      (
        UInt32(truncatingIfNeeded: sentence), UInt32(truncatingIfNeeded: side),
        UInt32(truncatingIfNeeded: word)
      ))
  }
}
