// SPDX-License-Identifier: Apache-2.0

package import Compute

/// Rules that forbid words in a translation, however probable they are.
package struct SearchConstraints: Sendable, Equatable {
  /// The minimum number of words before the end token.
  package var minimumLength = 0
  /// The length of word sequences that may not repeat; 0 allows repeats.
  package var noRepeatNGrams = 0
  /// Words that are never written.
  package var forbidden: [Int32] = []

  package init() {}

  package var areNone: Bool { self == SearchConstraints() }

  /// Sets the logit in `logits` `[1, V]` of each word that may not follow `words` to −infinity. The
  /// words of `prefix` override the other rules.
  package func apply(
    to logits: MatrixView, after words: [Int32], prefix: [Int32], end: Int32
  ) {
    if words.count < prefix.count {
      let word = Int(prefix[words.count])
      let logit = logits[0, word]
      logits.fill(-.infinity)
      logits[0, word] = logit
      return
    }
    if words.count < minimumLength { logits[0, Int(end)] = -.infinity }
    for word in forbidden { logits[0, Int(word)] = -.infinity }
    for word in repetitions(after: words) { logits[0, Int(word)] = -.infinity }
  }

  /// Returns the words that would repeat an earlier sequence of `noRepeatNGrams` words.
  private func repetitions(after words: [Int32]) -> [Int32] {
    guard noRepeatNGrams > 0, words.count >= noRepeatNGrams else { return [] }
    let last = words.suffix(noRepeatNGrams - 1)
    return (0...words.count - noRepeatNGrams).compactMap { start in
      let end = start + noRepeatNGrams - 1
      return words[start..<end].elementsEqual(last) ? words[end] : nil
    }
  }
}
