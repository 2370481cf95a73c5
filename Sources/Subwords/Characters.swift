// SPDX-License-Identifier: Apache-2.0

import Text

/// Calls `body` with the range of each code point in a word, which must be valid UTF-8.
func forEachCharacter(of word: Span<UInt8>, _ body: (Range<Int>) -> Void) {
  var start = 0
  for index in word.indices.dropFirst() where word[index] & 0xC0 != 0x80 {
    body(start..<index)
    start = index
  }
  if start < word.count { body(start..<word.count) }
}

func bytes(of text: Span<UInt8>) -> [UInt8] {
  var bytes: [UInt8] = []
  append(text, to: &bytes)
  return bytes
}

/// Returns the last unit of a word as it is written in a file of merges.
func withEndOfWord(_ unit: Span<UInt8>) -> [UInt8] {
  bytes(of: unit) + BytePairMerges.endOfWord.utf8
}

/// Returns a unit other than the last of its word as it is written in text and vocabularies.
func marked(_ unit: Span<UInt8>) -> [UInt8] { bytes(of: unit) + BytePairEncoder.mark.utf8 }

/// Returns true if the unit ends in the mark.
func endsInMark(_ unit: Span<UInt8>) -> Bool {
  let mark = Array(BytePairEncoder.mark.utf8)
  guard unit.count >= mark.count else { return false }
  return mark.indices.allSatisfy { unit[unit.count - mark.count + $0] == mark[$0] }
}
