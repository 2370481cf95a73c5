// SPDX-License-Identifier: Apache-2.0

private import CKernels

/// A matrix in a product, or its transpose.
struct Factor {
  let matrix: MatrixView
  let isTransposed: Bool

  init(_ matrix: MatrixView, isTransposed: Bool = false) {
    self.matrix = matrix
    self.isTransposed = isTransposed
  }
}

/// Products of matrices as they are stored, block by block: a block of the right factor is packed,
/// and one of a transposed left factor is turned, into scratch memory that stays in the caches (Goto
/// and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008).
@safe final class ProductBlocks {
  /// Elements of the inner dimension, columns of the right factor and rows of the left one that are
  /// taken at a time: the packed block stays in the third cache, the left one in the second.
  private static let (innerBlock, outerBlock, rowBlock) = (512, 2048, 240)

  private let precision: ProductPrecision
  private var packed = AlignedBuffer(count: 0)
  private var turned = AlignedBuffer(count: 0)
  private let rounded = BFloat16Rows()

  init(_ precision: ProductPrecision) { self.precision = precision }

  /// `rows` and `columns` of y = x · w, or of y +=; `inner` columns of x.
  func multiply(
    _ x: Factor, _ w: Factor, inner: Int, into y: MatrixView, rows: Range<Int>,
    columns: Range<Int>, accumulating: Bool, _ kernels: Kernels
  ) {
    if inner == 0 && !accumulating {
      for row in rows { y.row(row).elements(columns).fill(0) }
    }
    forEachBlock(of: columns, Self.outerBlock) { columns in
      forEachBlock(of: 0..<inner, Self.innerBlock) { depth in
        pack(w, depth, columns, kernels)
        forEachBlock(of: rows, Self.rowBlock) { rows in
          multiply(
            x, rows: rows, depth, columns, into: y, accumulating || depth.lowerBound > 0, kernels)
        }
      }
    }
  }

  private func forEachBlock(of range: Range<Int>, _ size: Int, _ body: (Range<Int>) -> Void) {
    for first in stride(from: range.lowerBound, to: range.upperBound, by: size) {
      body(first..<min(first + size, range.upperBound))
    }
  }

  private func pack(
    _ w: Factor, _ depth: Range<Int>, _ columns: Range<Int>, _ kernels: Kernels
  ) {
    let panel = Int(CK_FLOAT32_PANEL)
    let count = depth.count * ((columns.count + panel - 1) / panel * panel)
    if packed.count < count { packed = AlignedBuffer(uninitializedCount: count) }
    let (inner, outer, stride) = (
      Int64(depth.count), Int64(columns.count), Int64(w.matrix.columns)
    )
    let start =
      w.isTransposed
      ? columns.lowerBound * w.matrix.columns + depth.lowerBound
      : depth.lowerBound * w.matrix.columns + columns.lowerBound
    let from = unsafe UnsafePointer(w.matrix.base + start)
    let table = unsafe kernels.table.pointee
    switch (precision, w.isTransposed) {
    case (.float32, false): unsafe table.float32_pack(inner, outer, stride, from, packed.base)
    case (.float32, true):
      unsafe table.float32_pack_transposed(inner, outer, stride, from, packed.base)
    case (.bfloat16, false):
      unsafe table.bfloat16_pack(inner, outer, stride, from, packed.as(UInt32.self))
    case (.bfloat16, true):
      unsafe table.bfloat16_pack_transposed(inner, outer, stride, from, packed.as(UInt32.self))
    }
  }

  private func multiply(
    _ x: Factor, rows: Range<Int>, _ depth: Range<Int>, _ columns: Range<Int>,
    into y: MatrixView, _ accumulating: Bool, _ kernels: Kernels
  ) {
    let (left, stride) = unsafe leftBlock(x, rows, depth, kernels)
    let to = unsafe y.base + rows.lowerBound * y.columns + columns.lowerBound
    switch precision {
    case .float32:
      unsafe kernels.table.pointee.float32_product(
        Int64(rows.count), Int64(depth.count), Int64(columns.count), Int64(stride), left,
        packed.base, accumulating ? 1 : 0, Int64(y.columns), to)
    case .bfloat16:
      unsafe rounded.convert(
        left, rows: rows.count, columns: depth.count, stride: stride, kernels)
      unsafe kernels.table.pointee.bfloat16_product(
        Int64(rows.count), Int64(depth.count), Int64(columns.count), rounded.pairs,
        packed.as(UInt32.self), accumulating ? 1 : 0, Int64(y.columns), to)
    }
  }

  /// Where the block starts, and how far its rows are apart.
  @unsafe private func leftBlock(
    _ x: Factor, _ rows: Range<Int>, _ depth: Range<Int>, _ kernels: Kernels
  ) -> (UnsafeMutablePointer<Float>, stride: Int) {
    let stride = x.matrix.columns
    guard x.isTransposed else {
      return unsafe (x.matrix.base + rows.lowerBound * stride + depth.lowerBound, stride)
    }
    let count = rows.count * depth.count
    if turned.count < count { turned = AlignedBuffer(uninitializedCount: count) }
    unsafe kernels.table.pointee.float32_transpose(
      Int64(depth.count), Int64(rows.count), Int64(stride),
      x.matrix.base + depth.lowerBound * stride + rows.lowerBound, Int64(depth.count),
      turned.base)
    return unsafe (turned.base, depth.count)
  }
}
