// SPDX-License-Identifier: Apache-2.0

/// A view of a row-major matrix `[rows, columns]` of contiguous floats. The memory belongs to an
/// arena, until its `reset()`, or to a parameter buffer.
///
/// Use `row(_:)` and the kernels to access elements; only `base` is a bare pointer.
// Sendable: workers share weights read-only, and write only to rows of their own.
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

  /// Returns a view of the floats in a mapped file, row by row; nil if they are not aligned for
  /// floats. It is read-only, and valid as long as the file is mapped.
  package static func mapped(_ bytes: RawSpan, rows: Int, columns: Int) -> MatrixView? {
    precondition(bytes.byteCount == rows * columns * MemoryLayout<Float>.size, "counts differ")
    return unsafe bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress,
        Int(bitPattern: base).isMultiple(of: MemoryLayout<Float>.alignment)
      else { return nil }
      let floats = unsafe UnsafeMutableRawPointer(mutating: base)
        .assumingMemoryBound(to: Float.self)
      return unsafe MatrixView(base: floats, rows: rows, columns: columns)
    }
  }

  package var count: Int { rows * columns }

  package func scale(columnsBy factors: MatrixView) {
    precondition(factors.count == columns, "a factor for each column")
    for row in 0..<rows {
      let values = unsafe base + row * columns
      for column in 0..<columns { unsafe values[column] *= factors.base[column] }
    }
  }

  /// Returns the rows of `range`, as a view.
  package func rows(_ range: Range<Int>) -> MatrixView {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows out of range")
    return unsafe MatrixView(
      base: base + range.lowerBound * columns, rows: range.count, columns: columns)
  }

  /// Returns the elements of `range`, counted row by row, as a view with one row.
  package func elements(_ range: Range<Int>) -> MatrixView {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "elements out of range")
    return unsafe MatrixView(base: base + range.lowerBound, rows: 1, columns: range.count)
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

  package func scale(by factor: Float) {
    for index in 0..<count { unsafe base[index] *= factor }
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

  /// Copies row `indices[i]` of `source` to row `i`, for all rows.
  package func gather(_ indices: [Int32], from source: MatrixView) {
    precondition(rows == indices.count && columns == source.columns, "shapes differ")
    for (row, index) in indices.enumerated() {
      self.row(row).copy(from: source.row(Int(index)))
    }
  }

  /// Copies the rows `indices`, in that order, to a new matrix.
  package func gathering(_ indices: [Int32], _ arena: Arena) -> MatrixView {
    let gathered = arena.matrix(rows: indices.count, columns: columns)
    gathered.gather(indices, from: self)
    return gathered
  }

  /// Copies `source`, which may have fewer columns, to the columns from `first` on.
  package func copy(columnsFrom first: Int, from source: MatrixView) {
    precondition(rows == source.rows && first >= 0 && first + source.columns <= columns)
    for row in 0..<rows {
      unsafe (base + row * columns + first).update(
        from: source.base + row * source.columns, count: source.columns)
    }
  }

  /// Copies the columns of `source` from `first` on to the whole matrix.
  package func copy(from source: MatrixView, columnsFrom first: Int) {
    precondition(rows == source.rows && first >= 0 && first + columns <= source.columns)
    for row in 0..<rows {
      unsafe (base + row * columns).update(
        from: source.base + row * source.columns + first, count: columns)
    }
  }

  /// All elements, row by row.
  package var elements: [Float] {
    unsafe Array(UnsafeBufferPointer(start: base, count: count))
  }
}

// MARK: - Transposing

extension MatrixView {
  /// All elements, column by column.
  package var transposedElements: [Float] {
    var elements = [Float](repeating: 0, count: count)
    unsafe elements.withUnsafeMutableBufferPointer { elements in
      forEachTransposed { index, transposed in
        unsafe elements[transposed] = unsafe base[index]
      }
    }
    return elements
  }

  /// Copies elements that are listed column by column.
  package func copy(fromTransposed values: [Float]) {
    precondition(values.count == count, "counts differ")
    unsafe values.withUnsafeBufferPointer { values in
      forEachTransposed { index, transposed in
        unsafe base[index] = unsafe values[transposed]
      }
    }
  }

  /// Calls `body` with each element's index in row-major and in column-major order. Goes tile by
  /// tile, so that few cache lines are in use at a time.
  @inline(__always)
  private func forEachTransposed(_ body: (Int, Int) -> Void) {
    let tile = 16
    for top in stride(from: 0, to: rows, by: tile) {
      for left in stride(from: 0, to: columns, by: tile) {
        for row in top..<min(top + tile, rows) {
          for column in left..<min(left + tile, columns) {
            body(row * columns + column, column * rows + row)
          }
        }
      }
    }
  }
}
