// SPDX-License-Identifier: Apache-2.0

private import CKernels

/// A weight matrix rounded to 8 bits, with a scale for each column of the product (Jacob et al.,
/// "Quantization and training of neural networks for efficient integer-arithmetic-only inference",
/// 2018). It takes a quarter of the memory, and a quarter of the time to read.
///
/// Each row of a product with it is identical to the last bit, whatever the number of rows.
// Sendable: written only in `init`.
@safe package final class QuantizedWeights: @unchecked Sendable {
  /// The number of columns of the left factor, and of the product.
  package let inner: Int
  package let outer: Int
  let bytes: AlignedBuffer
  let scales: AlignedBuffer
  let panels: Int

  /// The number of columns in a panel.
  static let panel = Int(CK_INT8_PANEL)

  /// Quantizes the transpose of `weights` `[outer, inner]`.
  package init(transposeOf weights: MatrixView, _ kernels: Kernels) {
    (outer, inner) = (weights.rows, weights.columns)
    panels = (outer + Self.panel - 1) / Self.panel
    bytes = AlignedBuffer(
      bytes: panels * Self.panel * Self.paddedInner(inner), filledWith: 128)
    scales = AlignedBuffer(count: outer)
    unsafe kernels.table.pointee.int8_pack(
      Int64(outer), Int64(inner), weights.base, bytes.as(UInt8.self), scales.base)
  }

  /// Returns the number of bytes in a row of the left factor.
  static func paddedInner(_ inner: Int) -> Int {
    let quad = Int(CK_INT8_QUAD)
    return (inner + quad - 1) / quad * quad
  }
}

/// Rows rounded to 8 bits, each with its own scale: the left factor of products with
/// `QuantizedWeights`.
// Sendable: team members only read it, while their leader waits.
@safe final class QuantizedRows: @unchecked Sendable {
  private var bytes = AlignedBuffer(count: 0)
  private var scales = AlignedBuffer(count: 0)
  private var sums = AlignedBuffer(count: 0)
  /// The number of bytes in a row.
  private var stride = 0

  init() {}

  /// y `[M, outer]` = x `[M, inner]` · weights; or y += with `accumulating`. Each member of `team`
  /// computes a share of the columns.
  func multiply(
    _ x: MatrixView, by weights: QuantizedWeights, into y: MatrixView, accumulating: Bool,
    _ kernels: Kernels, _ team: ProductTeam?
  ) {
    quantize(x, kernels)
    guard let team else {
      multiply(x.rows, by: weights, panels: 0..<weights.panels, into: y, accumulating, kernels)
      return
    }
    let rows = x.rows
    team.run { [self] member in
      multiply(
        rows, by: weights, panels: team.share(of: weights.panels, for: member), into: y,
        accumulating, kernels)
    }
  }

  private func quantize(_ x: MatrixView, _ kernels: Kernels) {
    stride = QuantizedWeights.paddedInner(x.columns)
    if bytes.count * 4 < x.rows * stride { bytes = AlignedBuffer(count: (x.rows * stride + 3) / 4) }
    if scales.count < x.rows { scales = AlignedBuffer(count: x.rows) }
    if sums.count < x.rows { sums = AlignedBuffer(count: x.rows) }
    unsafe kernels.table.pointee.int8_quantize(
      Int64(x.rows), Int64(x.columns), Int64(stride), x.base, bytes.as(Int8.self), scales.base,
      sums.as(Int32.self))
  }

  private func multiply(
    _ rows: Int, by weights: QuantizedWeights, panels: Range<Int>, into y: MatrixView,
    _ accumulating: Bool, _ kernels: Kernels
  ) {
    let first = panels.lowerBound * QuantizedWeights.panel
    let end = min(panels.upperBound * QuantizedWeights.panel, weights.outer)
    guard first < end else { return }
    unsafe kernels.table.pointee.int8_product(
      Int64(rows), Int64(weights.inner), Int64(end - first), Int64(stride), bytes.as(Int8.self),
      scales.base, sums.as(Int32.self), weights.bytes.as(UInt8.self) + first * stride,
      weights.scales.base + first, accumulating ? 1 : 0, Int64(y.columns), y.base + first)
  }
}
