// SPDX-License-Identifier: Apache-2.0

private import COneDNN

/// Matrix products on one thread. Each worker has an object of its own, which keeps the products
/// with packed weights that it has met.
@safe package final class Products {
  private struct Key: Hashable {
    let layout: ObjectIdentifier
    let rows: Int
    let accumulates: Bool
  }

  /// The packed product of one shape, made once.
  @safe private final class PackedProduct {
    let product: OpaquePointer
    // Keeps the identity in the key from being reused.
    let weights: PackedWeights

    init(_ weights: PackedWeights, rows: Int, accumulates: Bool) {
      var made: OpaquePointer?
      let status = unsafe odnn_packed_product_create(
        weights.layout, Int64(rows), accumulates, &made)
      guard status == 0, let made = unsafe made else { productFailed(status) }
      unsafe product = made
      self.weights = weights
    }

    deinit { unsafe odnn_packed_product_destroy(product) }
  }

  /// Longer products are cut into blocks of this many rows, so that few shapes are ever made.
  private static let blockRows = 64
  private var packedProducts: [Key: PackedProduct] = [:]

  package init() {}

  // MARK: With the parameters of a model

  /// y `[M, N]` = x `[M, K]` · wᵀ, w `[N, K]`; or y += where accumulating.
  package func multiply(
    _ x: MatrixView, byTransposeOf slot: ParameterSlot, of weights: Weights, into y: MatrixView,
    accumulating: Bool = false
  ) {
    if let packed = weights.packed(slot, .transposed) {
      multiply(x, by: packed, into: y, accumulating: accumulating)
    } else {
      multiply(x, byTransposeOf: weights[slot], into: y, accumulating: accumulating)
    }
  }

  /// y `[M, N]` = x `[M, K]` · w, w `[K, N]`; or y += where accumulating.
  package func multiply(
    _ x: MatrixView, by slot: ParameterSlot, of weights: Weights, into y: MatrixView,
    accumulating: Bool = false
  ) {
    if let packed = weights.packed(slot, .stored) {
      multiply(x, by: packed, into: y, accumulating: accumulating)
    } else {
      multiply(x, by: weights[slot], into: y, accumulating: accumulating)
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
    for first in stride(from: 0, to: x.rows, by: Self.blockRows) {
      let block = first..<min(first + Self.blockRows, x.rows)
      let product = packedProduct(packed, rows: block.count, accumulates: accumulating)
      let status = unsafe odnn_packed_product_run(
        product.product, x.rows(block).base, packed.packed, y.rows(block).base)
      guard status == 0 else { productFailed(status) }
    }
  }

  private func packedProduct(
    _ weights: PackedWeights, rows: Int, accumulates: Bool
  ) -> PackedProduct {
    let key = Key(layout: ObjectIdentifier(weights), rows: rows, accumulates: accumulates)
    if let known = packedProducts[key] { return known }
    let made = PackedProduct(weights, rows: rows, accumulates: accumulates)
    packedProducts[key] = made
    return made
  }
}
