// SPDX-License-Identifier: Apache-2.0

/// The letters on the digits 2 to 9 of a telephone (ITU-T Recommendation E.161).
package enum Keypad {
  private static let letters: [(digit: UInt8, letters: String)] = [
    (UInt8(ascii: "2"), "abc"), (UInt8(ascii: "3"), "def"), (UInt8(ascii: "4"), "ghi"),
    (UInt8(ascii: "5"), "jkl"), (UInt8(ascii: "6"), "mno"), (UInt8(ascii: "7"), "pqrs"),
    (UInt8(ascii: "8"), "tuv"), (UInt8(ascii: "9"), "wxyz"),
  ]
  private static let digits: [Character: UInt8] = Dictionary(
    uniqueKeysWithValues: letters.flatMap { digit, letters in letters.map { ($0, digit) } })

  /// Returns true if `text` consists of digits that have letters.
  package static func isTyped(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.unicodeScalars.allSatisfy { ("2"..."9").contains($0) }
  }

  /// Returns the digits that spell `text`, one for each letter, in ASCII. Apostrophes and combining
  /// marks have no digit. Nil if another character has none either.
  static func digits(spelling text: String) -> [UInt8]? {
    var result: [UInt8] = []
    for scalar in text.lowercased().unicodeScalars where !isSkipped(scalar) {
      guard let digit = baseLetter(of: scalar).flatMap({ digits[$0] }) else { return nil }
      result.append(digit)
    }
    return result
  }

  private static func isSkipped(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "'" || scalar == "\u{2019}" || isMark(scalar)
  }

  /// Returns the Latin letter without its diacritics, by its name in Unicode: `e` for LATIN SMALL
  /// LETTER E WITH ACUTE, and `a` for the ligature AE.
  private static func baseLetter(of scalar: Unicode.Scalar) -> Character? {
    if scalar.isASCII { return Character(scalar) }
    if scalar == "ß" { return "s" }
    let prefix = "LATIN SMALL LETTER "
    guard let name = scalar.properties.name, name.hasPrefix(prefix) else { return nil }
    let letter = name.dropFirst(prefix.count).prefix { $0 != " " }
    return letter.count <= 2 ? letter.lowercased().first : nil
  }
}

/// Returns true for combining marks.
func isMark(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .spacingMark, .enclosingMark: true
  default: false
  }
}
