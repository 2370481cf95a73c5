// SPDX-License-Identifier: Apache-2.0

import Compute
import TestSupport
import Testing

/// Compares products of 8-bit integers with the same rounding in plain Swift.
@Suite struct QuantizedProductTests {
  private static let shapes = [
    (1, 1, 1), (5, 3, 63), (6, 9, 64), (7, 4, 65), (13, 130, 31), (64, 33, 20),
  ]

  /// Returns `values` as multiples of their scale, with 127 as the largest magnitude of a row.
  private static func rounded(_ values: [Float]) -> (integers: [Int], scale: Float) {
    let largest = values.map(abs).max() ?? 0
    let inverse = largest > 0 ? 127 / largest : 0
    return (values.map { Int(($0 * inverse).rounded(.toNearestOrEven)) }, largest / 127)
  }

  private static func rows(of matrix: MatrixView) -> [(integers: [Int], scale: Float)] {
    (0..<matrix.rows).map { rounded(matrix.row($0).elements) }
  }

  @Test(arguments: Kernels.names) func isTheProductOfTheRoundedFactors(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    withEvery("M × K × N", in: Self.shapes) { rows, inner, outer in
      var generator = SeededGenerator(seed: UInt64(inner))
      let arena = Arena()
      let x = arena.random(rows: rows, columns: inner, &generator)
      let w = arena.random(rows: outer, columns: inner, &generator)
      let y = arena.random(rows: rows, columns: outer, &generator)
      let (left, right) = (Self.rows(of: x), Self.rows(of: w))
      let expected = (0..<rows * outer).map { index in
        let (a, b) = (left[index / outer], right[index % outer])
        let sum = zip(a.integers, b.integers).reduce(0) { $0 + $1.0 * $1.1 }
        return y[index / outer, index % outer] + Float(sum) * (a.scale * b.scale)
      }
      let weights = QuantizedWeights(transposeOf: w, kernels)
      Products(kernels).multiply(x, by: weights, into: y, accumulating: true)
      expectClose(y.elements, expected, relative: 1e-6, "product")
    }
  }

  /// Integer sums are exact, so that every instruction set gives the same bits.
  @Test(arguments: Kernels.names) func isTheSameOnEveryCPU(_ name: String) throws {
    let named = try #require(Kernels.named(name))
    let plain = try #require(Kernels.named("plain"))
    withEvery("M × K × N", in: Self.shapes) { rows, inner, outer in
      var generator = SeededGenerator(seed: UInt64(outer))
      let arena = Arena()
      let x = arena.random(rows: rows, columns: inner, &generator)
      let w = arena.random(rows: outer, columns: inner, &generator)
      let products = [named, plain].map { kernels in
        let y = arena.zeros(rows: rows, columns: outer)
        let weights = QuantizedWeights(transposeOf: w, kernels)
        Products(kernels).multiply(x, by: weights, into: y)
        return y.elements
      }
      expectSameBits(products[0], products[1], "product")
    }
  }

  @Test(arguments: Kernels.names) func zeroRowsAndTheLargestSumsAreExact(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    let inner = 66_000
    let arena = Arena()
    let (x, w) = (
      arena.zeros(rows: 2, columns: inner), arena.zeros(rows: 3, columns: inner)
    )
    x.row(1).fill(2)
    w.row(1).fill(-3)
    w.row(2).fill(3)
    let y = arena.zeros(rows: 2, columns: 3)
    Products(kernels).multiply(x, by: QuantizedWeights(transposeOf: w, kernels), into: y)
    expectClose(
      y.elements, [0, 0, 0, 0, Float(-6 * inner), Float(6 * inner)], relative: 1e-6, "product")
  }
}
