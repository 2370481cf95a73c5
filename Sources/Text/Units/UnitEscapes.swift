// SPDX-License-Identifier: Apache-2.0

/// The escapes in units.
///
/// Units stand in vocabulary files, one on a line before a tab. Whitespace, control characters, `\`
/// and the joiner mark U+FFED are therefore written as escapes: `\n`, `\r`, `\t`, `\0`, `\s` for a
/// space, `\\`, and `\u{A0}` with the hexadecimal code point for the others. All other characters
/// stand for themselves.
enum UnitEscapes {
  private static let backslash = UInt8(ascii: "\\")
  /// The characters with an escape of one letter, by that letter.
  private static let letters: [(letter: UInt8, character: UInt8)] = [
    (UInt8(ascii: "n"), 0x0A), (UInt8(ascii: "r"), 0x0D), (UInt8(ascii: "t"), 0x09),
    (UInt8(ascii: "0"), 0x00), (UInt8(ascii: "s"), 0x20), (backslash, backslash),
  ]
  /// The maximum number of hexadecimal digits of a code point.
  private static let mostDigits = 6

  /// Calls `body` with consecutive parts of the unit that stands for a piece of text.
  static func forEachPart(escaping text: Span<UInt8>, _ body: (Span<UInt8>) -> Void) {
    var (start, index) = (0, 0)
    while index < text.count {
      let length = lengthToEscape(in: text, at: index)
      if length > 0 {
        if start < index { body(text.extracting(start..<index)) }
        body(escape(character(in: text, at: index).value).span)
        start = index + length
      }
      index += max(length, 1)
    }
    if start < text.count { body(text.extracting(start..<text.count)) }
  }

  /// Returns the length in bytes of the character at `index` if it must be escaped; otherwise 0.
  private static func lengthToEscape(in text: Span<UInt8>, at index: Int) -> Int {
    switch text[index] {
    case 0...0x20, 0x7F, backslash: 1
    case 0xC2: text[index + 1] <= 0xA0 ? 2 : 0
    case Joiner.mark[0]: Joiner.found(Joiner.mark, in: text, at: index) ? 3 : 0
    default: whitespaceLength(in: text, at: index)
    }
  }

  private static func escape(_ value: UInt32) -> [UInt8] {
    if let letter = letters.first(where: { $0.character == value })?.letter {
      return [backslash, letter]
    }
    return Array("\\u{\(String(value, radix: 16, uppercase: true))}".utf8)
  }

  /// Appends the text that a unit stands for. Accepts any unit: what is not an escape stands for
  /// itself, and a mark that is not escaped stands for nothing.
  static func append(unescaping unit: Span<UInt8>, to text: inout [UInt8]) {
    var index = 0
    while index < unit.count {
      if unit[index] == backslash, let (value, length) = escaped(in: unit, at: index) {
        text.append(contentsOf: Character(value).utf8)
        index += length
      } else if Joiner.found(Joiner.mark, in: unit, at: index) {
        index += Joiner.mark.count
      } else {
        text.append(unit[index])
        index += 1
      }
    }
  }

  /// Returns the character that the escape at `index` stands for, and the length of the escape; nil
  /// if there is no escape.
  private static func escaped(
    in unit: Span<UInt8>, at index: Int
  ) -> (value: Unicode.Scalar, length: Int)? {
    guard index + 1 < unit.count else { return nil }
    if let character = letters.first(where: { $0.letter == unit[index + 1] })?.character {
      return (Unicode.Scalar(character), 2)
    }
    guard unit[index + 1] == UInt8(ascii: "u"), index + 2 < unit.count,
      unit[index + 2] == UInt8(ascii: "{")
    else { return nil }
    var value: UInt32 = 0
    for place in (index + 3)..<min(index + 4 + mostDigits, unit.count) {
      if unit[place] == UInt8(ascii: "}"), place > index + 3 {
        return Unicode.Scalar(value).map { ($0, place + 1 - index) }
      }
      guard let digit = Character(Unicode.Scalar(unit[place])).hexDigitValue else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return nil
  }
}

extension TokenList {
  /// Extends the last unit with a piece of text.
  mutating func extendLast(escapingUnit piece: Span<UInt8>) {
    UnitEscapes.forEachPart(escaping: piece) { extendLast($0) }
  }
}
