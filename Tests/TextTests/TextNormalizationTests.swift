// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Text

private func expectEqual(
  _ found: String, _ expected: String, _ location: SourceLocation = #_sourceLocation
) {
  func scalars(_ text: String) -> String {
    text.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ")
  }
  // Compare bytes: canonically equivalent strings are equal.
  #expect(
    found.utf8.elementsEqual(expected.utf8), "\(scalars(found)), not \(scalars(expected))",
    sourceLocation: location)
}

@Suite struct TextNormalizationTests {
  @Test(arguments: [
    "Männer, don't!", "„Ja“ (nein)", "rock 'n' roll", "‘So,’ he said.",
    "’80s ‘n’ dogs’ 1’000 5’ 6″",
    "他说‘你好’。", "그는‘안녕’이라고", "‘राम’ने ‘അവൻ’എന്ന و‘الكتاب’هو", "AT&T; R&D &c. & a&b", "`code` ´ ` ”",
    "naïve CAFÉ\tx",
    "日本語のテキスト。ไทย", "👩‍👩‍👧 ❤️ ☎︎ 1️⃣ #️⃣ 👨🏽‍⚕️ 🏳️‍🌈 🏴‍☠️",
    "\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
    "می\u{200C}خواهم PDF\u{200C}ها", "क्\u{200D}ष क्\u{200C}ष", "ක්\u{200D}ෂ",
    "അവന്\u{200D} അവള്\u{200D}.", "葛\u{E0100}飾区", "\u{1820}\u{180E}\u{1820} \u{1820}\u{180B}",
    "\u{115F}\u{1161}\u{11A8}", "\u{2229}\u{FE00}", "c’ «", "’tis l’ 'a'",
  ])
  func leavesOrdinaryTextAlone(_ text: String) { expectEqual(standardized(text), text) }

  @Test(arguments: [
    ("a\u{200B}b", "ab"), ("\u{FEFF}Yes", "Yes"), ("co\u{AD}op", "coop"),
    ("\u{200E}a\u{200F}", "a"),
    ("\u{202A}a\u{202C} \u{2066}b\u{2069}", "a b"), ("a\u{2060}b\u{2064}", "ab"),
    ("\u{61C}a\u{34F}b", "ab"), ("a\u{1A}", "a"), ("a\u{7}\u{7F}b\u{9F}", "ab"),
    ("a\u{180E}b", "ab"),
    ("a\u{FE0F} 1\u{FE0F}.", "a 1."), ("字\u{FE0F}", "字"), ("a\u{E0100}", "a"),
    ("❤\u{FE0F}\u{FE0F}", "❤\u{FE0F}"), (" \u{FE0F}❤", " ❤"), ("\u{E0067}\u{E007F}a", "a"),
    ("\u{1F3F4}\u{E0067}a", "\u{1F3F4}a"), ("😀\u{E0067}\u{E0062}\u{E0065}\u{E007F}", "😀"),
    ("\u{3164}", ""), ("a\u{3164}b\u{FFA0}", "ab"), ("가\u{115F}\u{1160}", "가"),
    ("a\u{1C}b", "a b"), ("cafe\u{200B}\u{301}", "café"), ("\u{17B4}\u{17B5}\u{FFF0}", ""),
    ("a\u{200D}b a\u{200C}b", "ab ab"), ("می\u{200C} خواهم", "می خواهم"),
    ("\u{200C}می\u{200C}", "می"), ("می\u{200C}\u{200C}\u{200D}خواهم", "می\u{200C}خواهم"),
    ("می\u{200C}.", "می."), ("क्\u{200C}", "क्"), ("👩\u{200D}", "👩"), ("👩\u{200D} 👧", "👩 👧"),
    ("👩\u{200C}👧", "👩👧"), ("ភាសា\u{200B}ខ្មែរ", "ភាសា ខ្មែរ"), ("ไทย\u{200B}ไทย", "ไทย ไทย"),
    ("ລາວ\u{200B}\u{AD}ລາວ", "ລາວ ລາວ"), ("မြန်\u{200B}မာ", "မြန် မာ"), ("ไทย\u{200B}", "ไทย"),
    ("ភាសា\u{200B}។", "ភាសា។"), ("\u{200B}\u{FEFF}\u{200E}\u{AD}\u{200C}\u{1A}", ""),
  ])
  func dropsWhatIsInvisibleAndCarriesNothing(_ text: String, _ expected: String) {
    expectEqual(standardized(text), expected)
  }

  @Test(arguments: [
    ("l’homme", "l'homme"), ("don\u{2BC}t", "don't"), ("don\u{FF07}t", "don't"),
    ("don‘t", "don't"), ("don´t", "don't"), ("don`t", "don't"), ("l’été", "l'été"),
    ("e\u{301}’e\u{301}", "é'é"), ("п’ять об’єкт", "п'ять об'єкт"), ("צ’ק", "צ'ק"),
    ("’l’homme’", "’l'homme’"), ("l\u{200B}’\u{AD}homme", "l'homme"), ("a’b’c", "a'b'c"),
    ("aʼʼb", "aʼʼb"), ("হ’ল", "হ'ল"), ("x\u{323}\u{30A}’y", "x\u{323}\u{30A}'y"),
  ])
  func matchesApostrophesBetweenLetters(_ text: String, _ expected: String) {
    expectEqual(standardized(text), expected)
  }

  @Test(arguments: [
    ("&apos;&quot;&amp;&lt;&gt;", "'\"&<>"), ("a&nbsp;b", "a\u{A0}b"), ("I&#39;m", "I'm"),
    ("I&#8217;m", "I'm"), ("I&#x27;m I&#X2019;m", "I'm I'm"), ("&#91;x&#93;&#124;", "[x]|"),
    ("&#0000039;", "'"), ("&amp;lt;", "&lt;"), ("&amp;amp;amp;", "&amp;amp;"), ("&&amp;", "&&"),
    ("&#128512;", "😀"), ("e&#769;", "é"), ("a&#8203;b", "ab"), ("a&#173;b", "ab"),
    ("AT&T; &eacute; &AMP; &Lt;", "AT&T; &eacute; &AMP; &Lt;"),
    ("&lt &; &#; &#x; &#xG;", "&lt &; &#; &#x; &#xG;"),
    ("&#0; &#9; &#10; &#127; &#x85;", "&#0; &#9; &#10; &#127; &#x85;"),
    ("&#xD800; &#1114112; &#xFFFF; &#99999999999;", "&#xD800; &#1114112; &#xFFFF; &#99999999999;"),
    ("& amp;", "& amp;"), ("&lt", "&lt"), ("&", "&"), ("&#-39; &#+39;", "&#-39; &#+39;"),
  ])
  func readsEntitiesOnce(_ text: String, _ expected: String) {
    expectEqual(standardized(text), expected)
  }

  /// The byte test agrees with Swift's Unicode tables.
  @Test func invisibleCharactersAreThoseOfUnicode() {
    for value in 0...0x10FFFF as ClosedRange<UInt32> {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let properties = scalar.properties
      let isInvisible =
        properties.isDefaultIgnorableCodePoint
        || (properties.generalCategory == .control && !properties.isWhitespace)
      let text = String(scalar).utf8Span
      let found = invisibleLength(in: text.span, at: 0)
      if found != (isInvisible ? text.count : 0) { Issue.record("U+\(String(value, radix: 16))") }
    }
  }

  @Test func leavesNothingToBeDone() {
    var random = RichText(seed: 31)
    for _ in 0..<20_000 {
      // Entities are decoded only once, and a filler depends on letters that may become a syllable.
      let excluded = "&\u{115F}\u{1160}\u{3164}\u{FFA0}".unicodeScalars
      let text = String(
        String.UnicodeScalarView(random.next().unicodeScalars.filter { !excluded.contains($0) }))
      let once = standardized(text)
      if !standardized(once).utf8.elementsEqual(once.utf8) {
        Issue.record("\(text.unicodeScalars.map { String($0.value, radix: 16) })")
      }
    }
  }

  /// Canonically equivalent texts are normalized to the same text.
  @Test func goesByCanonicalEquivalence() {
    expectEqual(standardized("a\u{1FEF}b a\u{1FFD}b"), "a'b a'b")
    expectEqual(standardized("e\u{301}\u{FE0F}x"), "éx")
  }

  @Test(arguments: ["en", "fr", "und"])
  func changesTokensOnlyByStandard(_ language: String) throws {
    let plain = try Tokenizer(TokenizerConfiguration(language: language, normalization: .none))
    #expect(
      plain.tokenize("\u{200B} \u{FEFF}Yes &lt;") == [
        "\u{200B}", "\u{FEFF}￭", "Yes", "&￭", "lt", "￭;",
      ])
    let standard = try Tokenizer(TokenizerConfiguration(language: language))
    #expect(standard.tokenize("\u{200B} \u{FEFF}Yes &lt;") == ["Yes", "<"])
    #expect(standard.tokenize("\u{200B}\u{200E} \u{AD}\u{FEFF}").isEmpty)
  }
}

@Suite struct LongRunTests {
  /// The lengths are on both sides of the limit above which runs are sorted before ICU sees them.
  @Test func longRunsComeInCanonicalOrder() {
    let marks: [Unicode.Scalar] = [
      "\u{301}", "\u{323}", "\u{327}", "\u{345}", "\u{334}", "\u{344}", "\u{5B0}", "\u{E0100}",
      "\u{1D165}", "\u{3099}",
    ]
    for count in [1, 5, 29, 30, 31, 32, 100, 1000] {
      for start in ["a", "é", "ệ", "", "か", "\u{1100}\u{1161}"] {
        var text = String.UnicodeScalarView(start.unicodeScalars)
        for index in 0..<count { text.append(marks[(index * index + 3 * index) % marks.count]) }
        for run in [String(text), String(text) + "x" + String(text)] {
          let found = normalizedToNFC(run)
          // The standard library compares by canonical equivalence.
          #expect(found == run)
          #expect(isInOrder(found), "\(count) marks")
          expectEqual(normalizedToNFC(found), found)
        }
      }
    }
  }

  private func isInOrder(_ text: String) -> Bool {
    let classes = text.unicodeScalars.map(\.properties.canonicalCombiningClass.rawValue)
    return zip(classes, classes.dropFirst()).allSatisfy { $0 <= $1 || $1 == 0 }
  }

  /// U+0F73 has class 0, but it decomposes into two marks.
  @Test func decomposesTheMarksOfLongRuns() {
    let run = "a" + String(repeating: "\u{F73}\u{F71}", count: 40)
    let expected = String(repeating: "\u{F71}", count: 80) + String(repeating: "\u{F72}", count: 40)
    expectEqual(normalizedToNFC(run), "a" + expected)
  }

  @Test func orderOfLongRunsIsFoundInTimeWithTheirLength() {
    let run = "a" + String(repeating: "\u{301}\u{323}", count: 200_000)
    let expected = "ạ" + String(repeating: "\u{323}", count: 199_999) + "\u{301}"
    #expect(normalizedToNFC(run).utf8.starts(with: expected.utf8))
  }
}
