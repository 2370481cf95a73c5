// SPDX-License-Identifier: Apache-2.0

// A line of a tab-separated file is split into cells at every tab. Whitespace at the edges of a
// cell is removed. There is no quoting, and the bytes need not be valid UTF-8.

private let tab = UInt8(ascii: "\t")

/// Returns the ranges of two cells of a line, numbered from 1; nil if the line has too few cells.
package func cells(
  _ first: Int, _ second: Int, of line: Span<UInt8>
) -> (first: Range<Int>, second: Range<Int>)? {
  let last = max(first, second)
  var ranges = (first: 0..<0, second: 0..<0)
  var (start, number) = (0, 1)
  while true {
    let end = endOfCell(in: line, from: start)
    if number == first { ranges.first = trimmed(start..<end, of: line) }
    if number == second { ranges.second = trimmed(start..<end, of: line) }
    if number == last { return ranges }
    if end == line.count { return nil }
    (start, number) = (end + 1, number + 1)
  }
}

/// Returns the ranges of all cells of a line.
package func cells(of line: Span<UInt8>) -> [Range<Int>] {
  var ranges: [Range<Int>] = []
  var start = 0
  while true {
    let end = endOfCell(in: line, from: start)
    ranges.append(trimmed(start..<end, of: line))
    if end == line.count { return ranges }
    start = end + 1
  }
}

/// Returns the ranges of the runs of characters between whitespace.
package func fields(of line: Span<UInt8>) -> [Range<Int>] {
  var ranges: [Range<Int>] = []
  var (start, index) = (0, 0)
  while index < line.count {
    let length = whitespaceLength(in: line, index..<line.count)
    if length == 0 {
      index += 1
      continue
    }
    if start < index { ranges.append(start..<index) }
    index += length
    start = index
  }
  if start < line.count { ranges.append(start..<line.count) }
  return ranges
}

/// Returns the runs of characters between whitespace.
package func fields(of line: String) -> [String] {
  let bytes = line.utf8Span.span
  return fields(of: bytes).map { String($0, of: bytes) }
}

private func endOfCell(in line: Span<UInt8>, from start: Int) -> Int {
  var end = start
  while end < line.count && line[end] != tab { end += 1 }
  return end
}

/// Returns the range without the whitespace at its edges.
package func trimmed(_ range: Range<Int>, of text: Span<UInt8>) -> Range<Int> {
  var (start, end) = (range.lowerBound, range.upperBound)
  while start < end {
    let length = whitespaceLength(in: text, start..<end)
    if length == 0 { break }
    start += length
  }
  while start < end {
    let longest = text[end - 1] < 0x80 ? 1 : 3
    let length = (1...longest).first { length in
      end - length >= start && whitespaceLength(in: text, (end - length)..<end) == length
    }
    guard let length else { break }
    end -= length
  }
  return start..<end
}

/// Returns the text without the whitespace at its edges.
package func trimmedText(_ text: String) -> String {
  let bytes = text.utf8Span.span
  return String(trimmed(bytes.indices, of: bytes), of: bytes)
}

/// Returns the length of the whitespace character at the start of the range; 0 if there is none or
/// the range ends inside it.
private func whitespaceLength(in text: Span<UInt8>, _ range: Range<Int>) -> Int {
  let byte = text[range.lowerBound]
  let length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : 3
  return length <= range.count ? whitespaceLength(in: text, at: range.lowerBound) : 0
}

extension String {
  /// Decodes a range of the line as UTF-8, with U+FFFD in place of invalid bytes.
  package init(_ range: Range<Int>, of line: Span<UInt8>) {
    self = unsafe line.extracting(range).withUnsafeBufferPointer {
      unsafe String(decoding: $0, as: UTF8.self)
    }
  }
}
