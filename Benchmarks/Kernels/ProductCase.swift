// SPDX-License-Identifier: Apache-2.0

import Compute
import Threads

/// A matrix product `[rows, inner] · [inner, columns]` of a worker in the model.
struct ProductCase: Sendable {
  enum Form: String, Sendable {
    /// With weights that were packed before.
    case packed
    /// With packed bfloat16 weights, emulated if the CPU has no instructions for them, and with
    /// 8-bit weights.
    case bfloat16, int8
    /// x · w, x · wᵀ and xᵀ · z with matrices that are not packed.
    case stored, transposed, gradient
  }

  let place: String
  let rows: Int
  let columns: Int
  let inner: Int
  let form: Form

  /// A large product, which shows the speed of the machine, and those of a model with embedding and
  /// hidden size 512 and 6,000 words, for a worker with 64 sentences of 20 tokens.
  static let all = [
    ProductCase(place: "large", rows: 1024, columns: 1024, inner: 1024, form: .packed),
    ProductCase(place: "recurrent, 1 sentence", rows: 1, columns: 2048, inner: 512, form: .packed),
    ProductCase(place: "recurrent, 8", rows: 8, columns: 2048, inner: 512, form: .packed),
    ProductCase(place: "recurrent", rows: 64, columns: 2048, inner: 512, form: .packed),
    ProductCase(place: "recurrent", rows: 64, columns: 2048, inner: 512, form: .bfloat16),
    ProductCase(place: "recurrent", rows: 64, columns: 2048, inner: 512, form: .int8),
    ProductCase(place: "recurrent, 1 sentence", rows: 1, columns: 2048, inner: 512, form: .int8),
    ProductCase(place: "recurrent, back", rows: 64, columns: 512, inner: 2048, form: .packed),
    ProductCase(place: "input", rows: 1280, columns: 2048, inner: 512, form: .transposed),
    ProductCase(place: "input, back", rows: 1280, columns: 512, inner: 2048, form: .stored),
    ProductCase(place: "weight gradient", rows: 512, columns: 2048, inner: 1280, form: .gradient),
    ProductCase(place: "output, 1 sentence", rows: 1, columns: 6000, inner: 512, form: .packed),
    ProductCase(place: "output", rows: 128, columns: 6000, inner: 512, form: .packed),
    ProductCase(place: "output, back", rows: 128, columns: 512, inner: 6000, form: .stored),
    ProductCase(place: "output gradient", rows: 6000, columns: 512, inner: 128, form: .gradient),
  ]

  /// Returns the GFLOP/s (GOP/s in int8) of all workers together, each with its own operands.
  func rate(on pool: WorkerPool) -> Double {
    let workers = (0..<pool.count).map { _ in ProductWorker(self) }
    let operations = 2 * Double(rows) * Double(columns) * Double(inner)
    let repeats = max(1, Int(2e9 / operations))
    func seconds() -> Double {
      let start = ContinuousClock.now
      pool.run { worker in for _ in 0..<repeats { workers[worker].multiply() } }
      return start.duration(to: .now) / .seconds(1)
    }
    let shortest = (0..<5).map { _ in seconds() }.min() ?? .nan
    return operations * Double(repeats * pool.count) / shortest / 1e9
  }
}

/// A worker's operands.
// Sendable: only worker i uses element i.
private final class ProductWorker: @unchecked Sendable {
  private let workspace = Workspace()
  private let form: ProductCase.Form
  private let left, right, product: MatrixView
  private let packed: PackedWeights?
  private let quantized: QuantizedWeights?

  init(_ shape: ProductCase) {
    let operands = Operands()
    form = shape.form
    left =
      form == .gradient
      ? operands.matrix(shape.inner, shape.rows) : operands.matrix(shape.rows, shape.inner)
    right =
      form == .transposed || form == .int8
      ? operands.matrix(shape.columns, shape.inner) : operands.matrix(shape.inner, shape.columns)
    product = operands.matrix(shape.rows, shape.columns)
    switch form {
    case .packed: packed = PackedWeights(inner: shape.inner, outer: shape.columns)
    case .bfloat16: packed = PackedWeights(inner: shape.inner, outer: shape.columns, .bfloat16)
    default: packed = nil
    }
    packed?.pack(right)
    quantized = form == .int8 ? QuantizedWeights(transposeOf: right, .best) : nil
    self.operands = operands
  }

  // Owns the memory of the matrices.
  private let operands: Operands

  func multiply() {
    let products = workspace.products
    switch form {
    case .packed, .bfloat16:
      if let packed { products.multiply(left, by: packed, into: product) }
    case .int8:
      if let quantized { products.multiply(left, by: quantized, into: product) }
    case .stored: products.multiply(left, by: right, into: product)
    case .transposed: products.multiply(left, byTransposeOf: right, into: product)
    case .gradient: products.multiply(transposeOf: left, by: right, into: product)
    }
  }
}
