// SPDX-License-Identifier: Apache-2.0

/// Decodes XML entities and numeric character references once, as found in corpora prepared for
/// Moses; nil if there are none.
///
/// References to control characters, noncharacters and invalid code points are left as they are.
func decodedEntities(_ text: Span<UInt8>) -> [UInt8]? {
  var result: [UInt8] = []
  var copied = 0
  var index = 0
  while index < text.count {
    guard text[index] == UInt8(ascii: "&"), let entity = entity(in: text, at: index) else {
      index += 1
      continue
    }
    append(text.extracting(copied..<index), to: &result)
    append(entity.character, to: &result)
    index += entity.length
    copied = index
  }
  guard copied > 0 else { return nil }
  append(text.extracting(copied..<text.count), to: &result)
  return result
}

private let namedEntities: [(name: [UInt8], character: UInt32)] = [
  ("quot", 0x22), ("amp", 0x26), ("apos", 0x27), ("lt", 0x3C), ("gt", 0x3E), ("nbsp", 0xA0),
].map { (Array($0.utf8), $1) }

/// The maximum length of an entity, from `&` to `;`. This allows for a few leading zeros.
private let longestEntity = 12

/// Decodes the entity at `index`, the position of an `&`, and returns its character and length; nil
/// if it is not one.
private func entity(in text: Span<UInt8>, at index: Int) -> (character: UInt32, length: Int)? {
  var end = index + 1
  let limit = min(text.count, index + longestEntity)
  while end < limit, text[end] == UInt8(ascii: "#") || isLetterOrDigit(text[end]) { end += 1 }
  guard end < limit, text[end] == UInt8(ascii: ";") else { return nil }
  let name = text.extracting((index + 1)..<end)
  guard let character = numericReference(name) ?? namedEntity(name) else { return nil }
  return (character, end + 1 - index)
}

private func isLetterOrDigit(_ byte: UInt8) -> Bool {
  (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
}

private func namedEntity(_ name: Span<UInt8>) -> UInt32? {
  namedEntities.first { entity in
    entity.name.count == name.count && name.indices.allSatisfy { entity.name[$0] == name[$0] }
  }?.character
}

/// Returns the character of a numeric reference such as `#8217` or `#x2019`.
private func numericReference(_ name: Span<UInt8>) -> UInt32? {
  guard name.count > 1, name[0] == UInt8(ascii: "#") else { return nil }
  let isHexadecimal = name[1] | 0x20 == UInt8(ascii: "x")
  let digits = name.extracting((isHexadecimal ? 2 : 1)..<name.count)
  guard !digits.isEmpty else { return nil }
  let radix: UInt32 = isHexadecimal ? 16 : 10
  var value: UInt32 = 0
  for index in digits.indices {
    guard let digit = digit(digits[index]), digit < radix else { return nil }
    value = value * radix + digit
    // Stops before `value` can overflow.
    if value > 0x10FFFF { return nil }
  }
  guard let scalar = Unicode.Scalar(value), !isControl(value), !isNoncharacter(value) else {
    return nil
  }
  return scalar.value
}

private func digit(_ byte: UInt8) -> UInt32? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
  case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
  case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
  default: nil
  }
}

/// Returns true if the code point is a C0 or C1 control, including those that are whitespace.
func isControl(_ value: UInt32) -> Bool { value < 0x20 || (0x7F..<0xA0).contains(value) }

private func isNoncharacter(_ value: UInt32) -> Bool {
  (0xFDD0...0xFDEF).contains(value) || value & 0xFFFE == 0xFFFE
}
