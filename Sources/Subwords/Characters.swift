// SPDX-License-Identifier: Apache-2.0

import Text

/// Calls `body` with the bytes of each code point of a word, which is valid UTF-8.
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

/// The last unit of a word as it is written in a file of merges.
func withEndOfWord(_ unit: Span<UInt8>) -> [UInt8] {
  bytes(of: unit) + BytePairMerges.endOfWord.utf8
}

/// A unit that is not the last one of its word, as it is written in text and vocabularies.
func marked(_ unit: Span<UInt8>) -> [UInt8] { bytes(of: unit) + BytePairEncoder.mark.utf8 }

/// Whether the text of a unit ends as the text of a marked one does.
func endsInMark(_ unit: Span<UInt8>) -> Bool {
  let mark = Array(BytePairEncoder.mark.utf8)
  guard unit.count >= mark.count else { return false }
  return mark.indices.allSatisfy { unit[unit.count - mark.count + $0] == mark[$0] }
}
