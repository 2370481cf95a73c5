// SPDX-License-Identifier: Apache-2.0

package import Compute

/// What a translation may not say, however probable.
package struct SearchConstraints: Sendable, Equatable {
  /// Words before the end token.
  package var minimumLength = 0
  /// The length of the sequences of words that may not come twice; 0 for none.
  package var noRepeatNGrams = 0
  /// Words that may never come.
  package var forbidden: [Int32] = []

  package init() {}

  package var areNone: Bool { self == SearchConstraints() }

  /// Puts −infinity in place of the logit, `[1, V]`, of each word that may not follow `words`. What
  /// `prefix` says comes in any case.
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

  /// The words that would make the last ones of `words` a sequence that was there before.
  private func repetitions(after words: [Int32]) -> [Int32] {
    guard noRepeatNGrams > 0, words.count >= noRepeatNGrams else { return [] }
    let last = words.suffix(noRepeatNGrams - 1)
    return (0...words.count - noRepeatNGrams).compactMap { start in
      let end = start + noRepeatNGrams - 1
      return words[start..<end].elementsEqual(last) ? words[end] : nil
    }
  }
}
