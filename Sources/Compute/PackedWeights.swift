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

  private let precision: ProductPrecision

  package init(inner: Int, outer: Int, _ precision: ProductPrecision = .float32) {
    self.inner = inner
    self.outer = outer
    self.precision = precision
    let columns = (outer + Self.panel - 1) / Self.panel * Self.panel
    buffer = AlignedBuffer(count: Self.depth(inner, precision) * columns)
  }

  /// The words of 32 bits that a column takes.
  private static func depth(_ inner: Int, _ precision: ProductPrecision) -> Int {
    switch precision {
    case .float32: inner
    case .bfloat16: (inner + 1) / 2
    }
  }

  /// Takes over `weights` `[inner, outer]`.
  package func pack(_ weights: MatrixView, _ kernels: Kernels = .best) {
    precondition(weights.rows == inner && weights.columns == outer, "shapes differ")
    let (inner, outer) = (Int64(inner), Int64(outer))
    switch precision {
    case .float32:
      unsafe kernels.table.pointee.float32_pack(inner, outer, outer, weights.base, buffer.base)
    case .bfloat16:
      unsafe kernels.table.pointee.bfloat16_pack(
        inner, outer, outer, weights.base, buffer.as(UInt32.self))
    }
  }

  /// Takes over the transpose of `weights` `[outer, inner]`.
  package func pack(transposeOf weights: MatrixView, _ kernels: Kernels = .best) {
    precondition(weights.rows == outer && weights.columns == inner, "shapes differ")
    let (inner, outer) = (Int64(inner), Int64(outer))
    switch precision {
    case .float32:
      unsafe kernels.table.pointee.float32_pack_transposed(
        inner, outer, inner, weights.base, buffer.base)
    case .bfloat16:
      unsafe kernels.table.pointee.bfloat16_pack_transposed(
        inner, outer, inner, weights.base, buffer.as(UInt32.self))
    }
  }

  /// y `[M, outer]` = x `[M, inner]` · these; or y += where accumulating. Each member of `team` computes
  /// a share of the columns. `rows` is scratch memory.
  func multiply(
    _ x: MatrixView, into y: MatrixView, accumulating: Bool, _ kernels: Kernels,
    _ team: ProductTeam?, _ rows: BFloat16Rows
  ) {
    if precision == .bfloat16 {
      unsafe rows.convert(x.base, rows: x.rows, columns: inner, stride: inner, kernels)
    }
    guard let team else {
      multiply(x, panels: 0..<panels, into: y, accumulating, kernels, rows)
      return
    }
    team.run { [self] member in
      multiply(
        x, panels: team.share(of: panels, for: member), into: y, accumulating, kernels, rows)
    }
  }

  private func multiply(
    _ x: MatrixView, panels: Range<Int>, into y: MatrixView, _ accumulating: Bool,
    _ kernels: Kernels, _ rows: BFloat16Rows
  ) {
    let first = panels.lowerBound * Self.panel
    let end = min(panels.upperBound * Self.panel, outer)
    guard first < end else { return }
    let start = first * Self.depth(inner, precision)
    switch precision {
    case .float32:
      unsafe kernels.table.pointee.float32_product(
        Int64(x.rows), Int64(inner), Int64(end - first), Int64(inner), x.base,
        buffer.base + start, accumulating ? 1 : 0, Int64(y.columns), y.base + first)
    case .bfloat16:
      unsafe kernels.table.pointee.bfloat16_product(
        Int64(x.rows), Int64(inner), Int64(end - first), rows.pairs,
        buffer.as(UInt32.self) + start, accumulating ? 1 : 0, Int64(y.columns), y.base + first)
    }
  }
}
