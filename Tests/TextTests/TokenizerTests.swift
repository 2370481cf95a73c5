// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Text

private func tokens(_ text: String, _ language: String, lowercase: Bool = false) throws -> [String]
{
  try Tokenizer(TokenizerConfiguration(language: language, lowercase: lowercase)).tokenize(text)
}

@Suite struct TokenizerTests {
  @Test(arguments: [
    ("Männer, don't!", "Männer ￭, don't ￭!"),
    ("\u{201E}Ja\u{201C} (nein)", "\u{201E}￭ Ja ￭\u{201C} (￭ nein ￭)"),
    ("e-mail 3.14 1,000.50", "e ￭-￭ mail 3.14 1,000.50"),
    ("Wait...", "Wait ￭. ￭. ￭."),
    ("<s> </s>", "<￭ s ￭> < ￭/￭ s ￭>"),
    ("  a\u{A0}\tb\u{3000}c\u{202F}d\r\u{2028} ", "a b c d"),
    ("a\u{FFED}b \u{FFEE}", "a ￭\u{FFEE}1￭ b \u{FFEE}0"),
    ("a \u{301}", "a \u{301}"),
    ("cafe\u{301}", "café"),
    ("👩‍👩‍👧!", "👩‍👩‍👧 ￭!"),
    ("", ""),
    (" \n\u{85}", ""),
  ])
  func marksWhereTokensTouch(_ text: String, _ expected: String) throws {
    let found = try tokens(text, "en")
    #expect(found.joined(separator: " ").utf8.elementsEqual(expected.utf8), "\(found)")
  }

  @Test(arguments: [
    ("fr", "L'homme qu'il aime s'est levé.", "L'￭ homme qu'￭ il aime s'￭ est levé ￭."),
    ("fr", "Jusqu’à aujourd’hui", "Jusqu'￭ à aujourd'hui"),
    ("fr", "d'aujourd'hui, quelqu'un", "d'￭ aujourd'hui ￭, quelqu'un"),
    ("fr", "presqu'île va-t'en O'Neill", "presqu'île va ￭-￭ t'￭ en O'Neill"),
    ("fr-CA", "l'«ami»", "l ￭' ￭«￭ ami ￭»"),
    ("it", "L'uomo dell'un'altra un po' d'acqua", "L'￭ uomo dell'￭ un'￭ altra un po ￭' d'￭ acqua"),
    ("ca", "l'home d'aquí n'hi ha; veure'l", "l'￭ home d'￭ aquí n'￭ hi ha ￭; veure'l"),
    ("en", "l'homme don't", "l'homme don't"),
    ("th", "ภาษาไทย", "ภาษา ￭ไทย"),
    ("ja", "私は学生です。", "私 ￭は ￭学生 ￭です ￭。"),
  ])
  func followsTheLanguage(_ language: String, _ text: String, _ expected: String) throws {
    let found = try tokens(text, language)
    #expect(found.joined(separator: " ") == expected, "\(found)")
    #expect(Tokenizer.detokenize(found) == standardized(text))
  }

  @Test(arguments: [
    ("tr", "Isparta İzmir", "ısparta izmir"),
    ("en", "Isparta İzmir", "isparta i\u{307}zmir"),
    ("de", "STRASSE Straße ẞ", "strasse straße ß"),
    ("el", "ΟΔΥΣΣΕΥΣ ΣΑΣ", "οδυσσευς σας"),
    ("lt", "Ì", "i\u{307}\u{300}"),
    ("nl", "IJSLAND", "ijsland"),
    ("en", "", ""),
    // U+0130 grows to three bytes.
    ("en", String(repeating: "\u{130}", count: 99), String(repeating: "i\u{307}", count: 99)),
  ])
  func lowercasesByTheRulesOfTheLanguage(
    _ language: String, _ text: String, _ expected: String
  ) throws {
    let found = try tokens(text, language, lowercase: true)
    #expect(found.joined(separator: " ").utf8.elementsEqual(expected.utf8), "\(found)")
  }

  @Test func normalizesAfterLowercasing() throws {
    // J with caron has no single capital character, but its lowercase letter exists.
    #expect(try tokens("J\u{30C}", "en", lowercase: true)[0].utf8.elementsEqual("\u{1F0}".utf8))
  }

  @Test(arguments: [
    (["a", "￭,", "b"], "a, b"),
    (["￭", "a", "￭", "b", "￭"], "ab"),
    (["￭￭", "a", "￭￭￭", "b"], "ab"),
    (["ab￭,", "c￭d"], "ab, cd"),
    (["", "a", "", "b"], "a b"),
    (["<unk>", "￭.", "</s>"], "<unk>. </s>"),
    (["\u{FFEE}", "\u{FFEE}2", "\u{FFEE}1\u{FFEE}0"], "\u{FFEE} \u{FFEE}2 \u{FFED}\u{FFEE}"),
    (["e", "￭\u{301}"], "é"),
    (["\u{1100}￭", "\u{1161}"], "가"),
    ([], ""),
  ])
  func detokenizesAnyTokens(_ tokens: [String], _ expected: String) {
    #expect(Tokenizer.detokenize(tokens).utf8.elementsEqual(expected.utf8))
  }

  @Test(arguments: [
    ("", TokenizerError.Kind.unknown), ("e", .malformed), ("en_US_", .malformed),
    ("en-", .malformed),
    ("zz", .unknown), ("english", .unknown), ("root", .unknown), ("x-foo", .unknown),
    ("en\0", .malformed), (String(repeating: "en-", count: 100) + "a", .malformed),
  ])
  func refusesLanguagesThatAreNone(_ language: String, _ kind: TokenizerError.Kind) {
    #expect(throws: TokenizerError(language: language, kind: kind)) {
      _ = try Tokenizer(TokenizerConfiguration(language: language))
    }
  }

  @Test func namesTheVersionOfICU() {
    #expect(ICU.version.wholeMatch(of: /[0-9]+\.[0-9]+/) != nil)
  }

  @Test(arguments: ["", "a", "字", "ไทย", "de l'", "\u{301}", "\u{1F1E9}", "a\u{FFED}"])
  func takesVeryLongLines(_ unit: String) throws {
    let tokenizer = try Tokenizer(TokenizerConfiguration(language: "fr", lowercase: true))
    let text = normalizedToNFC(String(repeating: unit, count: 20_000))
    #expect(Tokenizer.detokenize(tokenizer.tokenize(text)).utf8.elementsEqual(text.utf8))
  }

  @Test(arguments: [
    "en", "pt-BR", "und", "zh-Hant", "ca-ES-valencia", "deu", "DE", "en_US", "eng_Latn",
  ])
  func takesLanguageTags(_ language: String) throws {
    _ = try Tokenizer(TokenizerConfiguration(language: language))
  }
}
