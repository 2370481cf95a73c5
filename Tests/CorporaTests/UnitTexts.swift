// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// Texts that are hard to restore from units.
enum UnitTexts {
  static let hard = [
    "", " ", "  ", "\n", "\r", "\r\n", "\n\r", "\r\r\n\n", "\t", "\0", "a\0b", "a b", " a", "a ",
    "a  b", "a\tb", "a \t b", "a\n\n\n  b", "\n a\n", "a \n b", "\\", "\\n", "\\\\n", "a\\ b\\",
    "\\s\\t\\0\\u{41}\\u{", "\u{FFED}", "a\u{FFED} \u{FFED}b", "\u{FFEE}1\u{FFEE}0", "\u{FEFF}a",
    "a\u{2028}b\u{2029}", "\u{85}\u{A0}\u{3000}", "\u{B}\u{C}\u{1C}\u{7F}\u{9F}",
    " \u{301}a", "a \u{301}", "e\u{301}é", "\u{301}", "\u{1112}\u{1161}\u{11AB}한", "가\u{11A8}",
    "👩‍👩‍👧‍👦👩🏽‍💻", "🇫🇷🇩🇪🇪", "क्षत्रिय", "\u{600} 1", "\u{600}\n", "각\u{200D}❤️", "日本語 の 文",
    "ไทยภาษา ดี", "<s> </s> <unk> <pad>", "@@ a@@ @@b", "</w> a</w>", "l'homme d'une \"x\"",
    String(repeating: " ", count: 33) + "x", String(repeating: "\n", count: 40),
    String(repeating: "ACGT", count: 300), String(repeating: "é", count: 200) + "!",
    String(repeating: "\u{1}", count: 300), String(repeating: "\\", count: 300),
    "if (x) {\n\treturn  a[i] + 1;\r\n}\n", "\\begin{it}\n  $a_{1} \\\\ b$ % c\n\\end{it}",
    "A verse,\n   a turn —\n\nand … silence.  \n",
  ]

  /// The texts above and random ones, alone and put together.
  static func all(random count: Int, seed: UInt64) -> [String] {
    var random = RandomText(seed: seed)
    let spaces = ["", " ", "\n", "  ", "\t", "\r\n", "\r", "\u{2028}", "\0", "\\", "\u{FFED}"]
    return hard
      + (0..<count).map { _ in
        (0..<(1 + random.number(below: 5))).map { _ in
          let piece =
            random.number(below: 3) == 0 ? hard[random.number(below: hard.count)] : random.next()
          return piece + spaces[random.number(below: spaces.count)]
        }.joined()
      }
  }
}

/// Compares code points. `==` of strings compares canonical equivalence.
func isSame(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }
