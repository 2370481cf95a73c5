// SPDX-License-Identifier: Apache-2.0

/// Matrix products on one thread, or on a team that shares them. Each worker has an object of its
/// own.
@safe package final class Products {
  private let blocks: ProductBlocks
  private let quantizedRows = QuantizedRows()
  private let leftRows = LeftRows()
  private let kernels: Kernels
  /// The team that shares products with packed and with quantized weights.
  package var team: ProductTeam?

  /// `precision` applies to products with matrices that are not packed; packed and quantized
  /// factors have their own.
  package init(_ kernels: Kernels = .best, _ precision: ProductPrecision = .float32) {
    self.kernels = kernels
    blocks = ProductBlocks(precision)
  }

  // MARK: With the parameters of a model

  /// y `[M, N]` = x `[M, K]` · wᵀ, with w `[N, K]`; or y += with `accumulating`.
  package func multiply(
    _ x: MatrixView, byTransposeOf slot: ParameterSlot, of weights: Weights, into y: MatrixView,
    accumulating: Bool = false
  ) {
    if let factor = weights.factor(slot, .transposed) {
      multiply(x, by: factor, into: y, accumulating: accumulating)
    } else {
      multiply(x, byTransposeOf: weights[slot], into: y, accumulating: accumulating)
    }
  }

  /// y `[M, N]` = x `[M, K]` · w, with w `[K, N]`; or y += with `accumulating`.
  package func multiply(
    _ x: MatrixView, by slot: ParameterSlot, of weights: Weights, into y: MatrixView,
    accumulating: Bool = false
  ) {
    if let factor = weights.factor(slot, .stored) {
      multiply(x, by: factor, into: y, accumulating: accumulating)
    } else {
      multiply(x, by: weights[slot], into: y, accumulating: accumulating)
    }
  }

  private func multiply(
    _ x: MatrixView, by factor: WeightFactor, into y: MatrixView, accumulating: Bool
  ) {
    switch factor {
    case .packed(let weights): multiply(x, by: weights, into: y, accumulating: accumulating)
    case .quantized(let weights): multiply(x, by: weights, into: y, accumulating: accumulating)
    }
  }

  // MARK: With matrices

  /// y `[M, N]` = x `[M, K]` · wᵀ, with w `[N, K]`; or y += with `accumulating`.
  package func multiply(
    _ x: MatrixView, byTransposeOf w: MatrixView, into y: MatrixView, accumulating: Bool = false
  ) {
    precondition(x.columns == w.columns && y.rows == x.rows && y.columns == w.rows)
    multiply(
      Factor(x), Factor(w, isTransposed: true), inner: x.columns, into: y,
      accumulating: accumulating)
  }

  /// y `[M, N]` = x `[M, K]` · w, with w `[K, N]`; or y += with `accumulating`.
  package func multiply(
    _ x: MatrixView, by w: MatrixView, into y: MatrixView, accumulating: Bool = false
  ) {
    precondition(x.columns == w.rows && y.rows == x.rows && y.columns == w.columns)
    multiply(Factor(x), Factor(w), inner: x.columns, into: y, accumulating: accumulating)
  }

  /// y `[M, N]` = xᵀ · z, with x `[K, M]` and z `[K, N]`; or y += with `accumulating`.
  package func multiply(
    transposeOf x: MatrixView, by z: MatrixView, into y: MatrixView, accumulating: Bool = false
  ) {
    multiply(
      transposeOf: x, by: z, into: y, rows: 0..<y.rows, columns: 0..<y.columns,
      accumulating: accumulating)
  }

  /// Computes only the given rows and columns of y.
  func multiply(
    transposeOf x: MatrixView, by z: MatrixView, into y: MatrixView, rows: Range<Int>,
    columns: Range<Int>, accumulating: Bool
  ) {
    precondition(x.rows == z.rows && y.rows == x.columns && y.columns == z.columns)
    blocks.multiply(
      Factor(x, isTransposed: true), Factor(z), inner: x.rows, into: y, rows: rows,
      columns: columns, accumulating: accumulating, kernels)
  }

  private func multiply(
    _ x: Factor, _ w: Factor, inner: Int, into y: MatrixView, accumulating: Bool
  ) {
    blocks.multiply(
      x, w, inner: inner, into: y, rows: 0..<y.rows, columns: 0..<y.columns,
      accumulating: accumulating, kernels)
  }

  /// y `[M, outer]` = x `[M, inner]` · packed; or y += with `accumulating`.
  package func multiply(
    _ x: MatrixView, by packed: PackedWeights, into y: MatrixView, accumulating: Bool = false
  ) {
    precondition(x.columns == packed.inner && y.columns == packed.outer && x.rows == y.rows)
    packed.multiply(x, into: y, accumulating: accumulating, kernels, team, leftRows)
  }

  /// y `[M, outer]` = x `[M, inner]` · weights, with each row of x rounded to 8 bits; or y += with
  /// `accumulating`.
  package func multiply(
    _ x: MatrixView, by weights: QuantizedWeights, into y: MatrixView, accumulating: Bool = false
  ) {
    precondition(x.columns == weights.inner && y.columns == weights.outer && x.rows == y.rows)
    quantizedRows.multiply(x, by: weights, into: y, accumulating: accumulating, kernels, team)
  }
}
