// SPDX-License-Identifier: Apache-2.0

package import Text

extension BytePairMerges {
  /// How finely merges cut a text, beside merges that are learned from it.
  package struct Fit: Sendable, Equatable {
    /// Units of a word, in the mean, after the merges, and after as many learned ones.
    package let unitsPerWord, learnedUnitsPerWord: Double
    let charactersPerWord: Double

    /// Whether the merges seem to be of another language: they leave too many units, or hardly join any
    /// characters where as many learned ones would join some.
    ///
    /// The bound is measured on German, English and French captions: their own merges, those of manual pages
    /// in the same language and those learned from 14 languages together make at most 1.73 times the units
    /// of learned ones; those of captions in another of these languages at least 1.83 times.
    package var isForeign: Bool {
      let joined = charactersPerWord - unitsPerWord
      return unitsPerWord > 1.8 * learnedUnitsPerWord
        || joined < 0.1 * (charactersPerWord - learnedUnitsPerWord)
    }
  }

  /// Compares the first merges with as many learned from the text. The first ones are frequent in every
  /// text of a language, while the later ones depend on what a text speaks of.
  package func fit(to text: VocabularyBuilder) -> Fit {
    let learned = BytePairMerges(learning: min(count, Self.mostCompared), from: [text])
    return Fit(
      unitsPerWord: first(learned.count).unitsPerWord(of: text),
      learnedUnitsPerWord: learned.unitsPerWord(of: text),
      charactersPerWord: BytePairMerges().unitsPerWord(of: text))
  }

  private static let mostCompared = 1000

  /// The first merges, as many as there are of `count`.
  private func first(_ count: Int) -> BytePairMerges {
    var merges = BytePairMerges()
    for pair in pairs.prefix(count) {
      merges.append(units.bytes(of: pair.left).span, units.bytes(of: pair.right).span)
    }
    return merges
  }

  private func unitsPerWord(of text: VocabularyBuilder) -> Double {
    let encoder = BytePairEncoder(self)
    var (words, units) = (0, 0)
    for number in 0..<text.tokenCount {
      text.withToken(number) { word, count in
        guard word.count <= TokenCodec.longestToken else { return }
        words += count
        units += count * encoder.ends(ofUnitsIn: word).count
      }
    }
    return Double(units) / Double(max(words, 1))
  }
}
