// SPDX-License-Identifier: Apache-2.0

private import CKernels

/// A copy of a weight matrix in the layout that products read fastest.
///
/// Each row of a product with it is identical to the last bit, whatever the number of rows.
// Sendable: written only by `pack`, while no worker multiplies.
@safe package final class PackedWeights: @unchecked Sendable {
  /// The number of columns of the left factor, and of the product.
  package let inner: Int
  package let outer: Int
  private let buffer: AlignedBuffer

  private let precision: ProductPrecision
  private let panels: Int

  package init(inner: Int, outer: Int, _ precision: ProductPrecision = .float32) {
    self.inner = inner
    self.outer = outer
    self.precision = precision
    panels = (outer + ProductPrecision.panel - 1) / ProductPrecision.panel
    let panelSize = precision.words(inner) * ProductPrecision.panel
    buffer = AlignedBuffer(uninitializedCount: panels * panelSize)
    // The last panel may be only partly filled.
    if panels > 0 {
      unsafe (buffer.base + (panels - 1) * panelSize).initialize(repeating: 0, count: panelSize)
    }
  }

  /// Packs `weights` `[inner, outer]`.
  package func pack(_ weights: MatrixView, _ kernels: Kernels = .best) {
    precondition(weights.rows == inner && weights.columns == outer, "shapes differ")
    unsafe kernels.products(precision).pack(
      Int64(inner), Int64(outer), Int64(outer), weights.base, buffer.base)
  }

  /// Packs the transpose of `weights` `[outer, inner]`.
  package func pack(transposeOf weights: MatrixView, _ kernels: Kernels = .best) {
    precondition(weights.rows == outer && weights.columns == inner, "shapes differ")
    unsafe kernels.products(precision).pack_transposed(
      Int64(inner), Int64(outer), Int64(inner), weights.base, buffer.base)
  }

  /// y `[M, outer]` = x `[M, inner]` · packed, or y += with `accumulating`. Each member of `team`
  /// computes a share of the columns. `rows` is scratch memory.
  func multiply(
    _ x: MatrixView, into y: MatrixView, accumulating: Bool, _ kernels: Kernels,
    _ team: ProductTeam?, _ rows: LeftRows
  ) {
    unsafe rows.take(x.base, rows: x.rows, columns: inner, stride: inner, precision, kernels)
    guard let team else {
      multiply(rows, panels: 0..<panels, into: y, accumulating, kernels)
      return
    }
    team.run { [self] member in
      multiply(rows, panels: team.share(of: panels, for: member), into: y, accumulating, kernels)
    }
  }

  private func multiply(
    _ x: LeftRows, panels: Range<Int>, into y: MatrixView, _ accumulating: Bool,
    _ kernels: Kernels
  ) {
    let first = panels.lowerBound * ProductPrecision.panel
    let end = min(panels.upperBound * ProductPrecision.panel, outer)
    guard first < end else { return }
    let words = precision.words(inner)
    unsafe kernels.products(precision).product(
      Int64(y.rows), Int64(words), Int64(end - first), Int64(x.stride), x.words,
      buffer.base + first * words, accumulating ? 1 : 0, Int64(y.columns), y.base + first)
  }
}
