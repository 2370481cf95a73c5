// SPDX-License-Identifier: Apache-2.0

import Compute
import TestSupport
import Testing

/// Compares products of factors rounded to bfloat16 with Double, for every instruction set.
@Suite struct BFloat16ProductTests {
  /// Odd inner sizes, partial tiles and panels, and more than one block.
  private static let shapes = [
    (1, 1, 1), (5, 3, 63), (6, 8, 64), (7, 5, 65), (13, 511, 31), (2, 1031, 130), (245, 4, 70),
  ]

  @Test(arguments: Kernels.names) func everyFormIsTheProductOfRoundedFactors(
    _ name: String
  ) throws {
    let kernels = try #require(Kernels.named(name))
    let products = Products(kernels, .bfloat16)
    withEvery("M × K × N", in: Self.shapes) { rows, inner, columns in
      let made = Operands(rows, inner, columns)
      let packed = [false, true].map { isTransposed in
        let packed = PackedWeights(inner: inner, outer: columns, .bfloat16)
        if isTransposed {
          packed.pack(transposeOf: made.turnedW, kernels)
        } else {
          packed.pack(made.w, kernels)
        }
        return packed
      }
      for isSum in [false, true] {
        func check(_ form: String, _ multiply: (MatrixView) -> Void) {
          let y = made.y()
          multiply(y)
          expectClose(y.elements, made.expected(isSum: isSum), relative: 4e-6, form)
        }
        check("x · w") { products.multiply(made.x, by: made.w, into: $0, accumulating: isSum) }
        check("x · wᵀ") {
          products.multiply(made.x, byTransposeOf: made.turnedW, into: $0, accumulating: isSum)
        }
        check("xᵀ · w") {
          products.multiply(transposeOf: made.turnedX, by: made.w, into: $0, accumulating: isSum)
        }
        check("packed") {
          products.multiply(made.x, by: packed[0], into: $0, accumulating: isSum)
        }
        check("packed transpose") {
          products.multiply(made.x, by: packed[1], into: $0, accumulating: isSum)
        }
      }
    }
  }

  /// To nearest, ties to even; NaN stays NaN.
  @Test(arguments: Kernels.names) func rounding(_ name: String) throws {
    let products = Products(try #require(Kernels.named(name)), .bfloat16)
    let cases: [(UInt32, UInt32)] = [
      (0x3F80_0000, 0x3F80_0000), (0x3F80_7FFF, 0x3F80_0000), (0x3F80_8000, 0x3F80_0000),
      (0x3F80_8001, 0x3F81_0000), (0x3F81_8000, 0x3F82_0000), (0xC049_0FDB, 0xC049_0000),
      (0x7F7F_FFFF, 0x7F80_0000), (0x7F80_0000, 0x7F80_0000), (0x7FFF_FFFF, 0x7FC0_0000),
    ]
    let arena = Arena()
    let one = arena.matrix(rows: 1, columns: 1, [1])
    for (bits, expected) in cases {
      let x = arena.matrix(rows: 1, columns: 1, [Float(bitPattern: bits)])
      let y = arena.matrix(rows: 1, columns: 1)
      products.multiply(x, by: one, into: y)
      let (found, wanted) = (y[0, 0], Float(bitPattern: expected))
      #expect(found == wanted || found.isNaN && wanted.isNaN, "\(bits)")
    }
  }

  @Test(arguments: Kernels.names) func aRowDoesNotDependOnTheOthers(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    let products = Products(kernels, .bfloat16)
    let made = Operands(20, 37, 70)
    let packed = PackedWeights(inner: 37, outer: 70, .bfloat16)
    packed.pack(made.w, kernels)
    let all = made.y()
    products.multiply(made.x, by: packed, into: all)
    for rows in [0..<1, 3..<5, 7..<20] {
      let some = made.y().rows(rows)
      products.multiply(made.x.rows(rows), by: packed, into: some)
      expectSameBits(some.elements, all.rows(rows).elements, "\(rows)")
    }
  }
}

/// Random factors, their transposes, and the values that a product is added to.
private struct Operands {
  let arena = Arena()
  let x, w, turnedX, turnedW: MatrixView
  private let before: [Float]

  init(_ rows: Int, _ inner: Int, _ columns: Int) {
    var generator = SeededGenerator(seed: UInt64(inner))
    x = arena.random(rows: rows, columns: inner, &generator)
    w = arena.random(rows: inner, columns: columns, &generator)
    turnedX = arena.matrix(rows: inner, columns: rows, x.transposedElements)
    turnedW = arena.matrix(rows: columns, columns: inner, w.transposedElements)
    before = generator.floats(rows * columns)
  }

  func y() -> MatrixView { arena.matrix(rows: x.rows, columns: w.columns, before) }

  func expected(isSum: Bool) -> [Double] {
    let (left, right) = (x.elements.map(rounded), w.elements.map(rounded))
    var sums = isSum ? before.map { Double($0) } : before.map { _ in 0 }
    for row in 0..<x.rows {
      for k in 0..<x.columns {
        for column in 0..<w.columns {
          sums[row * w.columns + column] +=
            left[row * x.columns + k] * right[k * w.columns + column]
        }
      }
    }
    return sums
  }

  /// Rounds to 8 significant bits by division instead of bit operations.
  private func rounded(_ value: Float) -> Double {
    let step = Double(value.ulp) * 0x1p16
    return (Double(value) / step).rounded(.toNearestOrEven) * step
  }
}
