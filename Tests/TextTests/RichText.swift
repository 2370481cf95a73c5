// SPDX-License-Identifier: Apache-2.0

import TestSupport

@testable import Text

/// Random lines with many of the characters that the standard normalization changes, and their
/// neighbours.
struct RichText {
  private var random: RandomText

  init(seed: UInt64) { random = RandomText(seed: seed) }

  private static let pieces =
    [
      "&amp;", "&#39;", "&#8217;", "&#x2019;", "&nbsp;", "&lt", "&#769;", "&#8203;", "&#32;",
      "&#0;",
    ]
    + ["'", "\u{2019}", "\u{2BC}", "\u{2018}", "\u{B4}", "`", "\u{FF07}", "&", ";", "lt", "#"]
    + ["\u{200B}", "\u{200C}", "\u{200D}", "\u{AD}", "\u{FEFF}", "\u{200E}", "\u{2060}", "\u{34F}"]
    + [
      "\u{FE0F}", "\u{FE00}", "\u{E0100}", "\u{180B}", "\u{180E}", "\u{115F}", "\u{3164}", "\u{1A}",
    ]
    + ["\u{1F3F4}", "\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", "\u{E0067}"]
    + [
      "\u{301}", "\u{323}", "\u{64E}", "\u{1F3FD}", "\u{20E3}", "\u{1C}", "\u{7F}", "\u{85}",
      "\u{9F}",
    ]
    + ["a", "l", "É", "I", "Σ", "1", "000", "ф", "א", "ی", "ه", "क", "\u{94D}", "न", "ไทย", "ខ្មែរ"]
    + ["字", "가", "ㄱ", "\u{1100}", "\u{1161}", "❤", "👩", "🏳", "🌈", "\u{1820}", "©", "?", "«", "»"]
    + [" ", " ", " ", "  ", "\u{A0}", "\u{202F}", "\u{3000}", "\u{FFED}", "\u{FFEE}1", "-"]

  mutating func next() -> String {
    (0..<(1 + random.number(below: 12))).map { _ in
      random.number(below: 12) == 0
        ? random.next() : Self.pieces[random.number(below: Self.pieces.count)]
    }.joined()
  }
}

/// Returns the text in NFC and in standard normalization.
func standardized(_ text: String) -> String { TextNormalization.standard.normalized(text) }
