// SPDX-License-Identifier: Apache-2.0

/// Returns the length in bytes of the character at `index` if it has Unicode's White_Space
/// property; otherwise 0. `text` is valid UTF-8, and `index` is the start of a character.
func whitespaceLength(in text: Span<UInt8>, at index: Int) -> Int {
  switch text[index] {
  case 0x09...0x0D, 0x20: return 1
  case 0xC2: return text[index + 1] == 0x85 || text[index + 1] == 0xA0 ? 2 : 0
  case 0xE1: return text[index + 1] == 0x9A && text[index + 2] == 0x80 ? 3 : 0
  case 0xE2:
    switch (text[index + 1], text[index + 2]) {
    case (0x80, 0x80...0x8A), (0x80, 0xA8...0xA9), (0x80, 0xAF), (0x81, 0x9F): return 3
    default: return 0
    }
  case 0xE3: return text[index + 1] == 0x80 && text[index + 2] == 0x80 ? 3 : 0
  default: return 0
  }
}

/// Calls `body` with each run of characters between whitespace.
func forEachUnspaced(in text: Span<UInt8>, _ range: Range<Int>, _ body: (Range<Int>) -> Void) {
  var start = range.lowerBound
  var index = start
  while index < range.upperBound {
    let length = whitespaceLength(in: text, at: index)
    if length > 0 {
      if start < index { body(start..<index) }
      start = index + length
    }
    index += max(length, 1)
  }
  if start < index { body(start..<index) }
}

package func append(_ bytes: Span<UInt8>, to array: inout [UInt8]) {
  unsafe bytes.withUnsafeBufferPointer { unsafe array.append(contentsOf: $0) }
}

/// Splits a line at its spaces. Compares bytes, because a space and a combining mark after it are
/// one `Character`.
package func splitAtSpaces(_ line: String) -> [String] {
  line.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
}
