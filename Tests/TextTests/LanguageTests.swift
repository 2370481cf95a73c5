// SPDX-License-Identifier: Apache-2.0

import Testing
import Text

/// The language tags of widely used corpora.
@Suite struct LanguageTests {
  @Test(arguments: [
    // Tatoeba and ManyThings.
    ("cmn", "zh"), ("arb", "ar"), ("pes", "fa"), ("zsm", "ms"), ("ekk", "et"), ("lvs", "lv"),
    ("swh", "sw"), ("npi", "ne"), ("nob", "nb"), ("khk", "mn"), ("ydd", "yi"), ("ary", "ary"),
    // FLORES.
    ("eng_Latn", "en"), ("zho_Hans", "zh"), ("uzn_Latn", "uz"), ("azj_Latn", "az"),
    ("als_Latn", "sq"), ("plt_Latn", "mg"), ("kmr_Latn", "ku"), ("ory_Orya", "or"),
    ("gaz_Latn", "om"), ("fuv_Latn", "fuv"), ("quy_Latn", "quy"), ("prs_Arab", "fa"),
    // Old codes, whole tags, underscores.
    ("iw", "he"), ("in", "id"), ("ji", "yi"), ("mo", "ro"), ("tl", "fil"), ("sh", "sr"),
    ("hbs", "sr"),
    ("zh-cmn-Hans", "zh"), ("zh-min-nan", "nan"), ("fre", "fr"), ("fra", "fr"), ("pt_BR", "pt"),
    ("EN-us", "en"), ("und", "und"), ("und-Latn", "und"),
  ])
  func tagsComeToACode(tag: String, code: String) throws {
    let language = try Language(tag: tag)
    #expect(language.tag == tag)
    #expect(language.code == code)
  }

  @Test(arguments: [
    ("fra", "fr", true), ("fr", "fre", true), ("cmn", "zh-Hans", true), ("eng_Latn", "en", true),
    ("pt_BR", "pt-BR", true), ("prs", "fa-AF", true), ("sh", "sr-Latn", true), ("tok", "tok", true),
    ("pt-BR", "pt", false), ("sh", "sr", false), ("zh-Hant", "zh", false), ("fr", "de", false),
    ("und", "und", true), ("und", "en", false), ("no language", "no language", true),
    ("no language", "en", false),
  ])
  func onlyTagsOfOneLanguageAreTheSame(first: String, second: String, isSame: Bool) {
    #expect(Language.isSame(first, second) == isSame)
    #expect(Language.isSame(second, first) == isSame)
  }

  @Test(arguments: [
    ("zh", "Hans"), ("zh-TW", "Hant"), ("yue", "Hant"), ("ja", "Jpan"), ("cmn", "Hans"),
    ("th", "Thai"), ("dz", "Tibt"), ("ko", "Kore"), ("ja-Latn", "Latn"), ("und", ""),
  ])
  func scriptsAreThoseOfTheTagOrTheUsualOnes(tag: String, script: String) throws {
    #expect(try Language(tag: tag).script == script)
  }

  @Test(arguments: ["tok", "quy", "fuv_Latn", "apc", "acm"])
  func aLanguageWithoutDataIsCutByTheRulesOfNone(tag: String) throws {
    #expect(try !Language(tag: tag).hasData)
    let text = "Mi moku e kili. L'eau — 3.5"
    #expect(
      try Tokenizer(TokenizerConfiguration(language: tag)).tokenize(text)
        == Tokenizer(TokenizerConfiguration(language: "und")).tokenize(text))
  }

  @Test(arguments: [
    ("xx", TokenizerError.Kind.unknown), ("engl", .unknown), ("qqq", .unknown), ("jp", .unknown),
    ("english", .unknown), ("root", .unknown), ("", .unknown), ("en us", .malformed),
    ("en_", .malformed), ("français", .malformed),
  ])
  func whatIsNoLanguageIsRefused(tag: String, kind: TokenizerError.Kind) {
    #expect(throws: TokenizerError(language: tag, kind: kind)) { try Language(tag: tag) }
  }

  @Test(arguments: [
    ("JP", "ja"), ("cn", "zh"), ("GR", "el"), ("ua", "uk"), ("cz", "cs"), ("us", "en"), ("xx", nil),
    ("jpn", nil), ("", nil),
  ])
  func regionsHaveALanguage(region: String, code: String?) {
    #expect(Language.ofRegion(region) == code)
  }

  /// The lowercase form of `I` is not `i` in Azerbaijani, and French elisions apply under any
  /// French tag.
  @Test func rulesAreThoseOfTheLanguageUnderAnyCode() throws {
    func tokens(_ text: String, _ tag: String) throws -> [String] {
      try Tokenizer(TokenizerConfiguration(language: tag, lowercase: true)).tokenize(text)
    }
    for tag in ["az", "azj", "azj_Latn", "aze"] { #expect(try tokens("QIZ", tag) == ["qız"]) }
    for tag in ["fr", "fra", "fre", "fra_Latn", "fr_CA"] {
      #expect(try tokens("l'eau", tag) == ["l'￭", "eau"])
    }
    for tag in ["it", "ita", "ita_Latn"] {
      #expect(try tokens("un'altra", tag) == ["un'￭", "altra"])
    }
  }
}
