// SPDX-License-Identifier: Apache-2.0

package import Text

extension BytePairMerges {
  /// A comparison of merges with those learned from a text.
  package struct Fit: Sendable, Equatable {
    /// The mean number of units per word with these merges, and with the same number of learned
    /// ones.
    package let unitsPerWord, learnedUnitsPerWord: Double
    let charactersPerWord: Double

    /// True if the merges seem to be of another language: they leave too many units, or join hardly
    /// any characters although learned merges join some.
    ///
    /// The bound was measured on German, English and French captions. Their own merges, those of
    /// manual pages in the same language and those learned from 14 languages together give at most
    /// 1.73 times the units of learned merges; those of captions in another of these languages give
    /// at least 1.83 times.
    package var isForeign: Bool {
      let joined = charactersPerWord - unitsPerWord
      return unitsPerWord > 1.8 * learnedUnitsPerWord
        || joined < 0.1 * (charactersPerWord - learnedUnitsPerWord)
    }
  }

  /// Compares the first merges with the same number learned from the text. The first merges are
  /// frequent in every text of a language; later ones depend on the topic of a text.
  package func fit(to text: VocabularyBuilder) -> Fit {
    let learned = BytePairMerges(learning: min(count, Self.mostCompared), from: [text])
    return Fit(
      unitsPerWord: first(learned.count).unitsPerWord(of: text),
      learnedUnitsPerWord: learned.unitsPerWord(of: text),
      charactersPerWord: BytePairMerges().unitsPerWord(of: text))
  }

  private static let mostCompared = 1000

  /// Returns the first `count` merges, or all if there are fewer.
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
