// SPDX-License-Identifier: Apache-2.0

private import CKernels

/// A factor of a product: a matrix or its transpose.
struct Factor {
  let matrix: MatrixView
  let isTransposed: Bool

  init(_ matrix: MatrixView, isTransposed: Bool = false) {
    self.matrix = matrix
    self.isTransposed = isTransposed
  }
}

/// Products of matrices that are not packed, computed block by block. A block of the right factor
/// is packed, and one of a transposed left factor is transposed, into scratch memory that stays in
/// cache (Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008).
@safe final class ProductBlocks {
  /// The block sizes of the inner dimension, in words, of the right factor's columns and of the left
  /// factor's rows. The packed block stays in the level-3 cache, the left one in the level-2 cache.
  private static let (innerBlock, outerBlock, rowBlock) = (512, 2048, 240)

  private let precision: ProductPrecision
  private var packed = AlignedBuffer(count: 0)
  private let left = LeftRows()

  init(_ precision: ProductPrecision) { self.precision = precision }

  /// Computes the given rows and columns of y = x · w, or of y += x · w; x has `inner` columns.
  func multiply(
    _ x: Factor, _ w: Factor, inner: Int, into y: MatrixView, rows: Range<Int>,
    columns: Range<Int>, accumulating: Bool, _ kernels: Kernels
  ) {
    if inner == 0 && !accumulating {
      for row in rows { y.row(row).elements(columns).fill(0) }
    }
    forEachBlock(of: columns, Self.outerBlock) { columns in
      forEachBlock(of: 0..<inner, precision.numbers(Self.innerBlock)) { depth in
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
    let panel = ProductPrecision.panel
    let count = precision.words(depth.count) * ((columns.count + panel - 1) / panel * panel)
    if packed.count < count { packed = AlignedBuffer(uninitializedCount: count) }
    let stride = w.matrix.columns
    let start =
      w.isTransposed
      ? columns.lowerBound * stride + depth.lowerBound
      : depth.lowerBound * stride + columns.lowerBound
    let products = unsafe kernels.products(precision)
    let pack = unsafe w.isTransposed ? products.pack_transposed : products.pack
    unsafe pack(
      Int64(depth.count), Int64(columns.count), Int64(stride), w.matrix.base + start, packed.base)
  }

  private func multiply(
    _ x: Factor, rows: Range<Int>, _ depth: Range<Int>, _ columns: Range<Int>,
    into y: MatrixView, _ accumulating: Bool, _ kernels: Kernels
  ) {
    take(x, rows, depth, kernels)
    unsafe kernels.products(precision).product(
      Int64(rows.count), Int64(precision.words(depth.count)), Int64(columns.count),
      Int64(left.stride), left.words, packed.base, accumulating ? 1 : 0, Int64(y.columns),
      y.base + rows.lowerBound * y.columns + columns.lowerBound)
  }

  /// Converts a block of the left factor to the format that products read.
  private func take(_ x: Factor, _ rows: Range<Int>, _ depth: Range<Int>, _ kernels: Kernels) {
    let stride = x.matrix.columns
    if x.isTransposed {
      unsafe left.take(
        transposeOf: x.matrix.base + depth.lowerBound * stride + rows.lowerBound,
        rows: rows.count, columns: depth.count, stride: stride, precision, kernels)
    } else {
      unsafe left.take(
        x.matrix.base + rows.lowerBound * stride + depth.lowerBound,
        rows: rows.count, columns: depth.count, stride: stride, precision, kernels)
    }
  }
}
