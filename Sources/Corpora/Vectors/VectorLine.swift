// SPDX-License-Identifier: Apache-2.0

import Text

/// Reads a vector from a line of numbers, separated by tabs or spaces.
package struct VectorLine {
  /// The number of values in each vector; nil before the first.
  package private(set) var size: Int?

  /// `size` is the number of values that every line must have; nil for that of the first line.
  package init(size: Int? = nil) { self.size = size }

  /// Appends the values of a line; false if the line is blank.
  ///
  /// - Throws: What is wrong with the line, whose number is `number`.
  package mutating func append(
    _ line: Span<UInt8>, number: Int, to values: inout [Float]
  ) throws(VectorError.Problem) -> Bool {
    let first = values.count
    var index = 0
    while let cell = nextCell(of: line, from: index) {
      let text = String(cell, of: line)
      guard let value = Float(text) else { throw .notANumber(line: number, text: text) }
      values.append(value)
      guard value.isFinite else {
        throw .notFinite(.line(number, column: values.count - first), value)
      }
      index = cell.upperBound
    }
    let count = values.count - first
    if count == 0 { return false }
    guard count == size ?? count else {
      throw .unequalWidth(line: number, expected: size ?? count, found: count)
    }
    size = count
    return true
  }

  private func nextCell(of line: Span<UInt8>, from index: Int) -> Range<Int>? {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    var start = index
    while start < line.count && isSpace(line[start]) { start += 1 }
    var end = start
    while end < line.count && !isSpace(line[end]) { end += 1 }
    return start < end ? start..<end : nil
  }
}
