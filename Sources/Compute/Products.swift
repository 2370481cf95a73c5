// SPDX-License-Identifier: Apache-2.0

private import COneDNN

/// Matrix products on one thread, unless a team shares them. Each worker has an object of its own.
@safe package final class Products {
  private let quantizedRows = QuantizedRows()
  private let kernels: Kernels
  /// Who shares the products with packed and with quantized weights.
  package var team: ProductTeam?

  package init(_ kernels: Kernels = .best) { self.kernels = kernels }

  // MARK: With the parameters of a model

  /// y `[M, N]` = x `[M, K]` · wᵀ, w `[N, K]`; or y += where accumulating.
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

  /// y `[M, N]` = x `[M, K]` · w, w `[K, N]`; or y += where accumulating.
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

  /// y `[M, N]` = x `[M, K]` · wᵀ, w `[N, K]`; or y += where accumulating.
  package func multiply(
    _ x: MatrixView, byTransposeOf w: MatrixView, into y: MatrixView, accumulating: Bool = false
  ) {
    precondition(x.columns == w.columns && y.rows == x.rows && y.columns == w.rows)
    run(x, false, w, true, inner: x.columns, into: y, accumulating)
  }

  /// y `[M, N]` = x `[M, K]` · w, w `[K, N]`; or y += where accumulating.
  package func multiply(
    _ x: MatrixView, by w: MatrixView, into y: MatrixView, accumulating: Bool = false
  ) {
    precondition(x.columns == w.rows && y.rows == x.rows && y.columns == w.columns)
    run(x, false, w, false, inner: x.columns, into: y, accumulating)
  }

  /// y `[M, N]` = xᵀ · z, x `[K, M]`, z `[K, N]`; or y += where accumulating.
  package func multiply(
    transposeOf x: MatrixView, by z: MatrixView, into y: MatrixView, accumulating: Bool = false
  ) {
    precondition(x.rows == z.rows && y.rows == x.columns && y.columns == z.columns)
    run(x, true, z, false, inner: x.rows, into: y, accumulating)
  }

  private func run(
    _ a: MatrixView, _ transposeA: Bool, _ b: MatrixView, _ transposeB: Bool, inner: Int,
    into y: MatrixView, _ accumulating: Bool
  ) {
    if y.count == 0 { return }
    if inner == 0 {
      if !accumulating { y.fill(0) }
      return
    }
    let status = unsafe odnn_product(
      transposeA, transposeB, Int64(y.rows), Int64(y.columns), Int64(inner), a.base,
      Int64(a.columns), b.base, Int64(b.columns), accumulating ? 1 : 0, y.base, Int64(y.columns))
    guard status == 0 else { productFailed(status) }
  }

  /// y `[M, outer]` = x `[M, inner]` · packed; or y += where accumulating.
  package func multiply(
    _ x: MatrixView, by packed: PackedWeights, into y: MatrixView, accumulating: Bool = false
  ) {
    precondition(x.columns == packed.inner && y.columns == packed.outer && x.rows == y.rows)
    packed.multiply(x, into: y, accumulating: accumulating, kernels, team)
  }

  /// y `[M, outer]` = x `[M, inner]` · weights, each row of x rounded to 8 bits; or y += where
  /// accumulating.
  package func multiply(
    _ x: MatrixView, by weights: QuantizedWeights, into y: MatrixView, accumulating: Bool = false
  ) {
    precondition(x.columns == weights.inner && y.columns == weights.outer && x.rows == y.rows)
    quantizedRows.multiply(x, by: weights, into: y, accumulating: accumulating, kernels, team)
  }
}

/// oneDNN refuses only what breaks a rule of its own, or for want of memory.
private func productFailed(_ status: Int32) -> Never {
  fatalError("oneDNN refused a matrix product with status \(status)")
}
