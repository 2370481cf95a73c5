// SPDX-License-Identifier: Apache-2.0

private import CKernels

/// A weight matrix in the layout that products read fastest, as a copy.
///
/// A row of a product with it is the same to the last bit however many other rows there are.
// Sendable: written by `pack` only, while nobody multiplies.
@safe package final class PackedWeights: @unchecked Sendable {
  /// The columns of the left factor, and of the product.
  package let inner: Int
  package let outer: Int
  private let buffer: AlignedBuffer

  /// Columns that lie together.
  private static let panel = Int(CK_FLOAT32_PANEL)
  private var panels: Int { (outer + Self.panel - 1) / Self.panel }

  package init(inner: Int, outer: Int) {
    self.inner = inner
    self.outer = outer
    let columns = (outer + Self.panel - 1) / Self.panel * Self.panel
    buffer = AlignedBuffer(count: inner * columns)
  }

  /// Takes over `weights` `[inner, outer]`.
  package func pack(_ weights: MatrixView, _ kernels: Kernels = .best) {
    precondition(weights.rows == inner && weights.columns == outer, "shapes differ")
    unsafe kernels.table.pointee.float32_pack(
      Int64(inner), Int64(outer), Int64(outer), weights.base, buffer.base)
  }

  /// Takes over the transpose of `weights` `[outer, inner]`.
  package func pack(transposeOf weights: MatrixView, _ kernels: Kernels = .best) {
    precondition(weights.rows == outer && weights.columns == inner, "shapes differ")
    unsafe kernels.table.pointee.float32_pack_transposed(
      Int64(inner), Int64(outer), Int64(inner), weights.base, buffer.base)
  }

  /// y `[M, outer]` = x `[M, inner]` · these; or y += where accumulating. Each member of `team` computes
  /// a share of the columns.
  func multiply(
    _ x: MatrixView, into y: MatrixView, accumulating: Bool, _ kernels: Kernels,
    _ team: ProductTeam?
  ) {
    guard let team else {
      multiply(x, panels: 0..<panels, into: y, accumulating, kernels)
      return
    }
    team.run { [self] member in
      multiply(
        x, panels: team.share(of: panels, for: member), into: y, accumulating, kernels)
    }
  }

  private func multiply(
    _ x: MatrixView, panels: Range<Int>, into y: MatrixView, _ accumulating: Bool,
    _ kernels: Kernels
  ) {
    let first = panels.lowerBound * Self.panel
    let end = min(panels.upperBound * Self.panel, outer)
    guard first < end else { return }
    unsafe kernels.table.pointee.float32_product(
      Int64(x.rows), Int64(inner), Int64(end - first), Int64(inner), x.base,
      buffer.base + first * inner, accumulating ? 1 : 0, Int64(y.columns), y.base + first)
  }
}
