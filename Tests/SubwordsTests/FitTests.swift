// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Subwords
@testable import Text

/// Merges of one language applied to the text of another.
struct FitTests {
  /// Returns a text of words made of a few syllables.
  private func text(
    _ syllables: [String], seed: UInt64, words: Int = 2000
  ) -> VocabularyBuilder {
    var random = SeededGenerator(seed: seed)
    var text = VocabularyBuilder()
    text.add(
      (0..<words).map { _ in
        (0..<Int.random(in: 1...2, using: &random)).map { _ in
          syllables.randomElement(using: &random) ?? ""
        }.joined()
      })
    return text
  }

  private let german = ["schnell", "wurm", "blatt", "heim", "vogel"]
  private let french = ["oiseau", "jolie", "ville", "coeur", "quai"]

  @Test func mergesOfTheSameLanguageFitAnotherText() {
    for (language, other) in [(german, french), (french, german)] {
      let merges = BytePairMerges(learning: 60, from: [text(language, seed: 1)])
      let fit = merges.fit(to: text(language, seed: 2))
      #expect(!fit.isForeign && fit.unitsPerWord < 1.2 * fit.learnedUnitsPerWord, "\(fit)")
      let foreign = merges.fit(to: text(other, seed: 2))
      #expect(foreign.isForeign, "\(foreign)")
    }
  }

  /// So few merges that a text is split nearly as finely without any.
  @Test func fewMergesThatNeverApplyAreForeign() {
    let merges = BytePairMerges(learning: 3, from: [text(["boj", "jix"], seed: 1)])
    let fit = merges.fit(to: text(["schnell", "wurm"], seed: 2))
    #expect(fit.unitsPerWord == fit.charactersPerWord)
    #expect(fit.isForeign && fit.unitsPerWord < 1.8 * fit.learnedUnitsPerWord, "\(fit)")
  }

  @Test func mergesOfBothLanguagesFitEither() {
    let merges = BytePairMerges(
      learning: 60, from: [text(german, seed: 1), text(french, seed: 1)])
    for language in [german, french] {
      let fit = merges.fit(to: text(language, seed: 2))
      #expect(!fit.isForeign, "\(fit)")
    }
  }

  @Test func fewMergesOfALongListAreCompared() {
    let short = text(["ab"], seed: 1, words: 20)
    let merges = BytePairMerges(learning: 60, from: [text(german, seed: 1), short])
    let fit = merges.fit(to: short)
    #expect(fit.learnedUnitsPerWord == 1)
    #expect(fit.unitsPerWord > 1, "what the text needs comes behind the first merges")
  }

  @Test func noMergesAreOfNoLanguage() {
    let fit = BytePairMerges().fit(to: text(german, seed: 1))
    #expect(!fit.isForeign && fit.unitsPerWord == fit.learnedUnitsPerWord)
    #expect(!BytePairMerges().fit(to: VocabularyBuilder()).isForeign)
  }
}
