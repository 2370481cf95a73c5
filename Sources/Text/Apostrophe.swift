// SPDX-License-Identifier: Apache-2.0

/// The characters that are used as an apostrophe.
enum Apostrophe {
  /// The apostrophes, the plain one first. The last two, the acute and the grave accent, are typed
  /// by mistake on some keyboards.
  static let forms: [Unicode.Scalar] = [
    "'", "\u{2019}", "\u{2BC}", "\u{FF07}", "\u{2018}", "\u{B4}", "`",
  ]

  /// Finds the apostrophe at `index` and returns its length in bytes and its position in `forms`;
  /// nil if another character is there.
  static func find(in text: Span<UInt8>, at index: Int) -> (length: Int, form: Int)? {
    switch text[index] {
    case UInt8(ascii: "'"): (1, 0)
    case UInt8(ascii: "`"): (1, 6)
    case 0xC2: text[index + 1] == 0xB4 ? (2, 5) : nil
    case 0xCA: text[index + 1] == 0xBC ? (2, 2) : nil
    case 0xE2:
      switch (text[index + 1], text[index + 2]) {
      case (0x80, 0x99): (3, 1)
      case (0x80, 0x98): (3, 4)
      default: nil
      }
    case 0xEF: text[index + 1] == 0xBC && text[index + 2] == 0x87 ? (3, 3) : nil
    default: nil
    }
  }

  /// Returns true if the apostrophe in `range` is between two letters, as in `l'homme`.
  ///
  /// Letters of scripts such as Hangul do not count: there, a quotation mark can touch letters on
  /// both sides.
  static func isBetweenLetters(_ range: Range<Int>, in text: Span<UInt8>) -> Bool {
    guard range.lowerBound > 0 && range.upperBound < text.count else { return false }
    let next = text[range.upperBound]
    guard next < 0x80 ? isASCIILetter(next) : isLetter(text, at: range.upperBound) else {
      return false
    }
    let previous = text[range.lowerBound - 1]
    return previous < 0x80
      ? isASCIILetter(previous)
      : find(before: range.lowerBound, in: text) == nil
        && traitsOfBase(in: text, before: range.lowerBound).contains(.wordLetter)
  }

  private static func isASCIILetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  /// Unicode classifies some apostrophes as letters, such as U+02BC. They do not count here.
  private static func isLetter(_ text: Span<UInt8>, at index: Int) -> Bool {
    find(in: text, at: index) == nil
      && CharacterTraits(of: character(in: text, at: index).value).contains(.wordLetter)
  }

  private static func find(before index: Int, in text: Span<UInt8>) -> (length: Int, form: Int)? {
    guard let (_, length) = character(in: text, before: index) else { return nil }
    return find(in: text, at: index - length)
  }
}

/// Replaces every apostrophe between letters with `'`; nil if there is nothing to replace.
func withPlainApostrophes(_ text: Span<UInt8>) -> [UInt8]? {
  var result: [UInt8] = []
  var copied = 0
  for index in text.indices {
    guard let (length, form) = Apostrophe.find(in: text, at: index), form > 0,
      Apostrophe.isBetweenLetters(index..<index + length, in: text)
    else { continue }
    append(text.extracting(copied..<index), to: &result)
    result.append(UInt8(ascii: "'"))
    copied = index + length
  }
  guard copied > 0 else { return nil }
  append(text.extracting(copied..<text.count), to: &result)
  return result
}
