// SPDX-License-Identifier: Apache-2.0

import Compute

/// A kernel at one size, with its operands and its work.
struct KernelCase: Sendable {
  /// The name of the C function in `CKernels`.
  let name: String
  let rows: Int
  let columns: Int
  /// The number of bytes read and written per element.
  let bytes: Double
  private let prepare: @Sendable (Operands) -> Call

  init(
    name: String, rows: Int, columns: Int, bytes: Double,
    prepare: @escaping @Sendable (Operands) -> Call
  ) {
    self.name = name
    self.rows = rows
    self.columns = columns
    self.bytes = bytes
    self.prepare = prepare
  }

  var elements: Int { rows * columns }

  func withCall<Result>(_ body: (Call) -> Result) -> Result {
    let operands = Operands()
    let call = prepare(operands)
    // The operands own the memory of the matrices.
    return withExtendedLifetime(operands) { body(call) }
  }

  /// A call with its operands prepared.
  struct Call {
    /// Restores the operands that a call overwrites, so that all calls do the same work.
    private let restore: () -> Void
    let run: (Kernels) -> Void

    init(overwriting operands: [MatrixView] = [], _ run: @escaping (Kernels) -> Void) {
      let saved = operands.map(\.elements)
      restore = { for (operand, values) in zip(operands, saved) { operand.copy(from: values) } }
      self.run = run
    }

    /// Returns the time of the shortest of `calls` calls, in seconds.
    func time(_ kernels: Kernels, calls: Int) -> Double {
      (0..<calls).map { _ in
        restore()
        let start = ContinuousClock.now
        run(kernels)
        return start.duration(to: .now) / .seconds(1)
      }.min() ?? .nan
    }
  }
}

/// Random operands, the same in every run.
final class Operands {
  private let arena = Arena()
  private var state: UInt64 = 1

  func matrix(_ rows: Int, _ columns: Int, in range: ClosedRange<Float> = -1...1) -> MatrixView {
    let made = arena.matrix(rows: rows, columns: columns)
    made.copy(from: (0..<made.count).map { _ in value(in: range) })
    return made
  }

  func values(_ count: Int, in range: ClosedRange<Float> = -1...1) -> [Float] {
    (0..<count).map { _ in value(in: range) }
  }

  func integers(_ count: Int, below limit: Int) -> [Int32] {
    (0..<count).map { _ in Int32(next() % UInt64(limit)) }
  }

  private func value(in range: ClosedRange<Float>) -> Float {
    range.lowerBound + (range.upperBound - range.lowerBound) * Float(next()) * 0x1p-31
  }

  /// Returns 31 random bits from Knuth's linear congruential generator (MMIX).
  private func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 33
  }
}
