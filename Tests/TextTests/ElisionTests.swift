// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Text

/// Every elided word in each language that has them, and words that only look elided.
@Suite struct ElisionTests {
  /// A second copy of the list, so that the tests notice if the tokenizer misses a word.
  private static let stems = [
    "fr": [
      "c", "ç", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu",
    ],
    "ca": ["d", "l", "m", "n", "s", "t"],
    "it": [
      "agl", "all", "anch", "bell", "c", "ciascun", "coll", "com", "cos", "d", "dagl", "dall",
      "degl", "dell", "dov", "gl", "gliel", "grand", "l", "m", "mezz", "n", "nell", "nessun",
      "nient", "pell", "qual", "qualcun", "quand", "quant", "quell", "quest", "s", "sant", "senz",
      "sugl", "sull", "t", "tant", "tutt", "un", "v", "vent",
    ],
  ]
  private static let apostrophes = ["'", "\u{2019}"]

  @Test(arguments: ["fr", "ca", "it"], apostrophes)
  func everyElidedWordIsAToken(_ language: String, _ apostrophe: String) throws {
    for stem in try #require(Self.stems[language]) {
      for written in [stem, stem.uppercased(), stem.prefix(1).uppercased() + stem.dropFirst()] {
        let elided = written + apostrophe
        let text = "\(elided)alba, \(elided)\(elided)alba"
        let expected = ["\(elided)￭", "alba", "￭,", "\(elided)￭", "\(elided)￭", "alba"]
        let found = try tokens(text, language)
        #expect(found == expected, "\(language): \(found)")
        #expect(Tokenizer.detokenize(found) == text)
      }
    }
  }

  /// Words that contain an apostrophe, words attached to the one before them, names, and words that
  /// are elided only in another language.
  @Test(
    arguments: [
      ("fr", "aujourd'hui quelqu'un quelqu'une presqu'île entr'acte grand'mère prud'homme"),
      ("fr", "O'Neill p'tit v'là k'un dall'alba un'alba x'alba ll'alba dl'alba"),
      ("ca", "veure'l dóna'm compra'ls c'alba j'alba qu'alba un'alba ll'alba"),
      ("it", "O'Neill j'alba qu'alba jusqu'alba ll'alba ç'alba"),
      ("en", "l'alba d'alba don't we'll O'Neill"),
      ("de", "l'alba geht's"), ("es", "l'alba"), ("pt", "d'alba"), ("und", "l'alba qu'il"),
    ], apostrophes)
  func otherWordsStayWhole(_ words: (language: String, text: String), _ apostrophe: String) throws {
    for word in words.text.split(separator: " ") {
      let word = word.split(separator: "'").joined(separator: apostrophe)
      let found = try tokens(word, words.language)
      #expect(found == [word], "\(words.language): \(found)")
    }
  }

  /// A word is not elided if no word follows its apostrophe.
  @Test(arguments: ["fr", "ca", "it"], apostrophes)
  func anApostropheAtTheEndIsASign(_ language: String, _ apostrophe: String) throws {
    for stem in ["l", "d", "n"] {
      #expect(try tokens(stem + apostrophe, language) == [stem, "￭" + apostrophe])
    }
  }

  @Test(arguments: ["fr-CA", "fr-FR", "ca-ES", "it-CH", "it-IT"])
  func regionsFollowTheirLanguage(_ language: String) throws {
    #expect(try tokens("l'alba", language) == ["l'￭", "alba"])
  }

  private func tokens(_ text: String, _ language: String) throws -> [String] {
    try Tokenizer(TokenizerConfiguration(language: language, normalization: .none)).tokenize(text)
  }
}
