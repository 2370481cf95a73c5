// SPDX-License-Identifier: Apache-2.0

import CICU

/// The character properties that normalization depends on, from ICU.
struct CharacterTraits: OptionSet {
  let rawValue: UInt32

  init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The traits of a code point.
  init(of character: UInt32) { rawValue = cicu_traits(Int32(character)) }

  private init(_ bit: Int) { rawValue = UInt32(bit) }

  /// An invisible character, unless it changes its neighbours (Default_Ignorable_Code_Point).
  static let ignorable = CharacterTraits(CICU_IGNORABLE)
  /// A combining mark or the skin tone of an emoji.
  static let mark = CharacterTraits(CICU_MARK)
  /// A letter, mark or number.
  static let alphanumeric = CharacterTraits(CICU_ALPHANUMERIC)
  /// A symbol or an emoji.
  static let symbol = CharacterTraits(CICU_SYMBOL)
  static let pictographic = CharacterTraits(CICU_PICTOGRAPHIC)
  static let ideographic = CharacterTraits(CICU_IDEOGRAPHIC)
  /// A character of a script whose letters join or stack, such as Arabic or Devanagari.
  static let joining = CharacterTraits(CICU_JOINING)
  static let virama = CharacterTraits(CICU_VIRAMA)
  /// A character of a script without spaces between words, such as Thai or Khmer.
  static let unspaced = CharacterTraits(CICU_UNSPACED)
  /// A letter beside which an apostrophe is part of the word.
  static let wordLetter = CharacterTraits(CICU_WORD_LETTER)
}

/// Returns the code point that starts at `index` and its length in bytes. `text` is valid UTF-8.
func character(in text: Span<UInt8>, at index: Int) -> (value: UInt32, length: Int) {
  let first = UInt32(text[index])
  if first < 0x80 { return (first, 1) }
  let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
  var value = first & (0x7F >> UInt32(length))
  for place in (index + 1)..<(index + length) { value = value << 6 | UInt32(text[place] & 0x3F) }
  return (value, length)
}

/// Returns the code point before `index` and its length in bytes; nil at the start of the text.
func character(in text: Span<UInt8>, before index: Int) -> (value: UInt32, length: Int)? {
  guard index > 0 else { return nil }
  var start = index - 1
  while text[start] & 0xC0 == 0x80 { start -= 1 }
  return character(in: text, at: start)
}

/// Returns the traits of the last character before `index` that is not a mark; empty at the start
/// of the text.
///
/// Skips at most 32 marks, so that calling this for every character of a text takes linear time.
func traitsOfBase(in text: Span<UInt8>, before index: Int) -> CharacterTraits {
  var index = index
  for _ in 0...32 {
    guard let (value, length) = character(in: text, before: index) else { return [] }
    let traits = CharacterTraits(of: value)
    guard traits.contains(.mark) else { return traits }
    index -= length
  }
  return []
}

func append(_ character: UInt32, to array: inout [UInt8]) {
  guard let scalar = Unicode.Scalar(character), let bytes = UTF8.encode(scalar) else { return }
  array.append(contentsOf: bytes)
}
