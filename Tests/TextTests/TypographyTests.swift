// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Text

@Suite struct TypographyTests {
  private static let french = Typography([
    .betweenLetters: "\u{2019}", .betweenDigits: "\u{202F}", .before("?"): "\u{202F}",
    .before("!"): "\u{202F}", .before(":"): "\u{A0}", .before("»"): "\u{A0}",
    .before("%"): "\u{A0}", .before("€"): "\u{A0}", .after("«"): "\u{A0}",
  ])

  @Test(arguments: [
    ("Vraiment ?", "Vraiment\u{202F}?"), ("Quoi ?!", "Quoi\u{202F}?!"), ("Quoi?", "Quoi?"),
    ("L'homme qu'il aime", "L’homme qu’il aime"), ("'a' l' d'été", "'a' l' d’été"),
    ("« Oui » : 12 000 €", "«\u{A0}Oui\u{A0}»\u{A0}: 12\u{202F}000\u{A0}€"),
    ("1 234 567, 50 %", "1\u{202F}234\u{202F}567, 50\u{A0}%"),
    ("en 2020 100 mots 1 23 4567 890", "en 2020 100 mots 1 23 4567 890"),
    ("? a ! ", "? a\u{202F}! "), ("", ""), ("abc ; d", "abc ; d"),
  ])
  func writesTheFormsOfTheirPlaces(_ text: String, _ expected: String) {
    #expect(
      Self.french.written(text).utf8.elementsEqual(expected.utf8), "\(Self.french.written(text))")
    #expect(Typography([:]).written(text).utf8.elementsEqual(text.utf8))
  }

  @Test func takesNoFormsButThoseThatAreCounted() {
    let typography = Typography([
      .betweenLetters: "\n", .before("?"): "x", .before("x"): "\u{A0}", .before("!"): " ",
    ])
    #expect(typography.forms.isEmpty)
  }

  @Test(
    arguments: [
      // A form counts if it occurs at least three times and in more than half of the cases.
      (["Quoi\u{202F}?", "Quoi\u{202F}?", "Quoi\u{202F}?"], [.before("?"): "\u{202F}"]),
      (["Quoi\u{202F}?", "Quoi\u{202F}?"], [:]),
      (["Quoi\u{202F}?", "Quoi ?", "Quoi\u{202F}?", "Quoi ?", "Quoi\u{202F}?", "Quoi ?"], [:]),
      (["Quoi\u{202F}? Quoi ? Quoi\u{202F}? Quoi\u{202F}?"], [.before("?"): "\u{202F}"]),
      (["Quoi? Quoi? Quoi\u{A0}? Quoi\u{A0}? Quoi\u{A0}?"], [.before("?"): "\u{A0}"]),
      (["a\u{A0}! b\u{A0}! c\u{202F}! d\u{202F}! e\u{2009}!"], [:]),
      (["l’homme l’eau qu’il l'or"], [.betweenLetters: "\u{2019}"]),
      (["l'homme l'eau qu'il l’or l’an l’air"], [:]),
      (["п\u{2BC}ять об\u{2BC}єкт п\u{2BC}ять"], [.betweenLetters: "\u{2BC}"]),
      (["‘a’ ‘b’ ‘c’ ‘d’"], [:]),
      (
        ["l&#8217;homme l&#8217;eau qu&#8217;il&nbsp;; a&nbsp;; b&nbsp;;"],
        [.betweenLetters: "\u{2019}", .before(";"): "\u{A0}"]
      ),
      (["12\u{202F}000 1\u{202F}000\u{202F}000"], [.betweenDigits: "\u{202F}"]),
      (["12\u{202F}000 1\u{202F}000\u{202F}000 1 000 2 000 3 000"], [:]),
      (
        ["«\u{A0}a\u{A0}» «\u{A0}b\u{A0}» «\u{A0}c\u{A0}» « d »"],
        [.after("«"): "\u{A0}", .before("»"): "\u{A0}"]
      ),
      // A sign at the start of a line has no space before it.
      (
        ["—\u{A0}a", "—\u{A0}b", "—\u{A0}c", "a\u{A0}—", "b\u{A0}—", "c\u{A0}—"],
        [.after("—"): "\u{A0}", .before("—"): "\u{A0}"]
      ),
      (["? a", "? b", "? c\u{A0}? d\u{A0}? e\u{A0}?"], [.before("?"): "\u{A0}"]),
      // A line with pieces that cannot be tokenized on their own is processed as a whole.
      (["a \u{301}\u{A0}? b\u{A0}? c\u{A0}? d ?"], [.before("?"): "\u{A0}"]),
      (["a \u{301} ? b ? c ? d\u{A0}? e\u{A0}? f\u{A0}?"], [:]),
      ([""], [:]),
    ] as [([String], [Typography.Place: Unicode.Scalar])])
  func isThatOfMostOfTheText(
    _ lines: [String], _ expected: [Typography.Place: Unicode.Scalar]
  ) throws {
    #expect(try typography(of: lines).forms == expected)
    // A cached piece counts like a new one.
    let doubled = try typography(of: lines + lines).forms
    for (place, form) in expected { #expect(doubled[place] == form) }
  }

  @Test(arguments: Typography.Place.all)
  func everyPlaceIsCounted(_ place: Typography.Place) throws {
    let line =
      switch place {
      case .betweenLetters: "l\u{2019}an"
      case .betweenDigits: "a 10\u{A0}000"
      case .before(let sign): "a\u{A0}\(sign)"
      case .after(let sign): "\(sign)\u{A0}a"
      }
    let lines = Array(repeating: line, count: 3)
    #expect(try typography(of: lines).forms.keys.contains(place))
    let plain = Array(
      repeating: line.replacing("\u{A0}", with: " ").replacing("\u{2019}", with: "'"), count: 3)
    #expect(try typography(of: lines + plain).forms.isEmpty)
  }

  private func typography(of lines: [String]) throws -> Typography {
    var block = LineBlock()
    for line in lines { block.append(line.utf8Span.span) }
    block.close()
    var indexer = SentenceIndexer(
      try Tokenizer(TokenizerConfiguration(language: "fr")), SharedTokens())
    return indexer.index(block).typography.typography
  }

  /// Counting by cached pieces equals counting the whole line.
  @Test func countsByPiecesWhatTheLineHolds() throws {
    var random = RichText(seed: 37)
    let indexer = try PieceBench()
    // A line with U+0000 is not text in a corpus.
    for line in (0..<5_000).map({ _ in random.next() }) where !line.utf8.contains(0) {
      try indexer.expectSameCounts(line)
    }
  }
}

private final class PieceBench {
  private let tokenizer: Tokenizer
  private var indexer: SentenceIndexer

  init() throws {
    tokenizer = try Tokenizer(TokenizerConfiguration(language: "fr"))
    indexer = SentenceIndexer(
      try Tokenizer(TokenizerConfiguration(language: "fr")), SharedTokens())
  }

  func expectSameCounts(_ line: String) throws {
    var block = LineBlock()
    block.append(line.utf8Span.span)
    block.close()
    let found = indexer.index(block)
    var (tokens, notes) = (TokenList(), Optional(TextNotes()))
    tokenizer.tokenize(line.utf8Span, into: &tokens, noting: &notes)
    let changes = notes?.changes ?? []
    let scalars = line.unicodeScalars.map { String($0.value, radix: 16) }
    #expect(found.withInvisible.isEmpty == !changes.contains(.invisible), "\(scalars)")
    #expect(found.withEntities.isEmpty == !changes.contains(.entities), "\(scalars)")
  }
}
