// SPDX-License-Identifier: Apache-2.0

package import Compute

/// BPE dropout: merges are skipped at random, so that training sees different splits of a word
/// (Provilkov, Emelianenko and Voita, "BPE-dropout: simple and effective subword regularization",
/// 2020).
///
/// The choice depends only on the random key and the word's position, not on threads or on the
/// words before.
package struct BytePairDropout: Sendable {
  /// A merge is skipped if its random word is below this.
  private let bound: UInt32
  private let random: Philox

  /// `rate` is the probability of skipping a merge wherever it applies, in `[0, 1)`.
  package init(rate: Float, _ random: Philox) {
    precondition(rate >= 0 && rate < 1)
    bound = UInt32(Double(rate) * 0x1p32)
    self.random = random
  }

  /// Decides for each merge that applies in a word, one after another, whether to keep it.
  package struct Choices {
    fileprivate let dropout: BytePairDropout
    fileprivate let place: (sentence: UInt32, side: UInt32, word: UInt32)
    private var count: UInt32 = 0

    fileprivate init(
      _ dropout: BytePairDropout, _ place: (sentence: UInt32, side: UInt32, word: UInt32)
    ) {
      self.dropout = dropout
      self.place = place
    }

    package mutating func isKept() -> Bool {
      let words = dropout.random.words(at: (place.sentence, place.word, place.side, count))
      count += 1
      return words.0 >= dropout.bound
    }
  }

  /// Returns the choices for a word of a sentence. `side` distinguishes the sentences of a pair.
  package func choices(sentence: Int, side: Int, word: Int) -> Choices {
    Choices(
      self,
      (
        UInt32(truncatingIfNeeded: sentence), UInt32(truncatingIfNeeded: side),
        UInt32(truncatingIfNeeded: word)
      ))
  }
}
