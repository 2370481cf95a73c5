// SPDX-License-Identifier: Apache-2.0

/// A row-major matrix `[rows, columns]` of contiguous floats that somebody else owns: an arena, until
/// its `reset()`, or a parameter buffer.
///
/// Elements are reached through `row(_:)` and the kernels; only `base` is a bare pointer.
// Sendable because workers share weights read-only and write to rows of their own.
@safe package struct MatrixView: @unchecked Sendable {
  package let rows: Int
  package let columns: Int
  @unsafe package let base: UnsafeMutablePointer<Float>

  @unsafe package init(base: UnsafeMutablePointer<Float>, rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0)
    unsafe self.base = unsafe base
    self.rows = rows
    self.columns = columns
  }

  package var count: Int { rows * columns }

  /// The rows of `range` as a matrix of their own.
  package func rows(_ range: Range<Int>) -> MatrixView {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows out of range")
    return unsafe MatrixView(
      base: base + range.lowerBound * columns, rows: range.count, columns: columns)
  }

  package func row(_ index: Int) -> MatrixView { rows(index..<index + 1) }

  package subscript(row: Int, column: Int) -> Float {
    get {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      return unsafe base[row * columns + column]
    }
    nonmutating set {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      unsafe base[row * columns + column] = newValue
    }
  }

  package func fill(_ value: Float) {
    unsafe base.update(repeating: value, count: count)
  }

  package func copy(from other: MatrixView) {
    precondition(rows == other.rows && columns == other.columns, "shapes differ")
    unsafe base.update(from: other.base, count: count)
  }

  package func copy(from values: [Float]) {
    precondition(values.count == count, "counts differ")
    unsafe values.withUnsafeBufferPointer { values in
      guard let source = values.baseAddress else { return }
      unsafe base.update(from: source, count: count)
    }
  }

  /// Row `i` becomes row `indices[i]` of `source`.
  package func gather(_ indices: [Int32], from source: MatrixView) {
    precondition(rows == indices.count && columns == source.columns, "shapes differ")
    for (row, index) in indices.enumerated() {
      self.row(row).copy(from: source.row(Int(index)))
    }
  }

  package func withBytes<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe body(UnsafeRawBufferPointer(UnsafeBufferPointer(start: base, count: count)).bytes)
  }

  package func withMutableFloats<Result, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe body(UnsafeMutableBufferPointer(start: base, count: count))
  }

  /// All elements, row by row.
  package var elements: [Float] {
    unsafe Array(UnsafeBufferPointer(start: base, count: count))
  }
}
