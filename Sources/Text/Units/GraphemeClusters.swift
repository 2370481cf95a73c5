// SPDX-License-Identifier: Apache-2.0

/// Calls `body` with the range of each extended grapheme cluster of a text (UAX #29), as Swift's
/// `Character`.
@inline(__always)
func forEachCluster(of text: UTF8Span, _ body: (Range<Int>) -> Void) {
  let bytes = text.span
  var clusters = text.makeCharacterIterator()
  var index = 0
  while index < bytes.count {
    var end = index + 1
    if bytes[index] >= 0x80 || end < bytes.count && bytes[end] >= 0x80 || bytes[index] == 0x0D {
      end = endOfSimpleCluster(at: index, in: bytes)
      if end == index {
        // `index` is the start of a character and of a cluster.
        unsafe clusters.reset(toUnchecked: index)
        _ = clusters.skipForward()
        end = clusters.currentCodeUnitOffset
      }
    }
    body(index..<end)
    index = end
  }
}

/// Returns the number of extended grapheme clusters of a text.
package func clusterCount(of text: UTF8Span) -> Int {
  var count = 0
  forEachCluster(of: text) { _ in count += 1 }
  return count
}

/// Returns the end of the cluster at `index` if it is surely one code point; otherwise `index`.
///
/// This test is several times as fast as Swift's, which looks up properties of every code point.
private func endOfSimpleCluster(at index: Int, in text: Span<UInt8>) -> Int {
  let (value, length) = character(in: text, at: index)
  let end = index + length
  if end == text.count { return end }
  guard isSimple(value) else { return index }
  let next = character(in: text, at: end).value
  return isSimple(next) && (value != 0x0D || next != 0x0A) ? end : index
}

/// Returns true for code points between which there is always a boundary, except in `\r\n`. They
/// neither extend a cluster nor precede one, and are not conjoining letters. Other code points may
/// be such as well.
func isSimple(_ value: UInt32) -> Bool {
  switch value {
  case 0..<0x300, 0x370..<0x483, 0x48A..<0x591, 0x620..<0x64B, 0x1E00..<0x200B, 0x2010..<0x202A,
    0x2030..<0x2060, 0x20A0..<0x20D0, 0x2100..<0x2C00, 0x3000..<0x302A, 0x3031..<0x3099,
    0x309B..<0xA000, 0xAC00..<0xD7A4, 0xFF01..<0xFF9E:
    true
  default: false
  }
}

/// Returns the start of the last extended grapheme cluster of a text that is not empty.
package func startOfLastCluster(in text: UTF8Span) -> Int {
  var clusters = text.makeCharacterIterator()
  // `startOfLastSimplePair` returns the start of a cluster.
  unsafe clusters.reset(toUnchecked: startOfLastSimplePair(in: text.span))
  var start = clusters.currentCodeUnitOffset
  while clusters.currentCodeUnitOffset < text.count {
    start = clusters.currentCodeUnitOffset
    _ = clusters.skipForward()
  }
  return start
}

/// Returns the last place with a simple code point on either side, or 0.
private func startOfLastSimplePair(in text: Span<UInt8>) -> Int {
  var index = text.count
  var isBeforeSimple = false
  while let (value, length) = character(in: text, before: index) {
    let isSimple = isSimple(value) && value != 0x0D
    if isSimple && isBeforeSimple { return index }
    isBeforeSimple = isSimple
    index -= length
  }
  return 0
}

/// Returns the place of the last space that separates two clusters of which neither is whitespace;
/// nil if it is hard to find one.
package func placeOfLastSingleSpace(in text: UTF8Span) -> Int? {
  let bytes = text.span
  return bytes.indices.dropFirst().dropLast().last { index in
    guard bytes[index] == 0x20, let (before, length) = character(in: bytes, before: index),
      whitespaceLength(in: bytes, at: index - length) == 0,
      whitespaceLength(in: bytes, at: index + 1) == 0
    else { return false }
    return isSimple(before) && isSimple(character(in: bytes, at: index + 1).value)
  }
}
