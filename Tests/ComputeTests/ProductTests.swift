// SPDX-License-Identifier: Apache-2.0

import Compute
import TestSupport
import Testing

/// Compares every form of product with Double, for odd shapes.
@Suite struct ProductTests {
  private static let rows = [0, 1, 2, 7, 17, 65]
  private static let inners = [0, 1, 3, 33]
  private static let columns = [1, 2, 15, 48]

  @Test func byTransposeAgrees() {
    withEveryShape { x, rows, inner, columns, made in
      let w = made(columns, inner)
      return (
        { products, y, isSum in products.multiply(x, byTransposeOf: w, into: y, accumulating: isSum)
        },
        { row, column, k in (x[row, k], w[column, k]) }
      )
    }
  }

  @Test func plainAgrees() {
    withEveryShape { x, rows, inner, columns, made in
      let w = made(inner, columns)
      return (
        { products, y, isSum in products.multiply(x, by: w, into: y, accumulating: isSum) },
        { row, column, k in (x[row, k], w[k, column]) }
      )
    }
  }

  @Test func ofTransposeAgrees() {
    withEveryShape { _, rows, inner, columns, made in
      let (x, z) = (made(inner, rows), made(inner, columns))
      return (
        { products, y, isSum in
          products.multiply(transposeOf: x, by: z, into: y, accumulating: isSum)
        },
        { row, column, k in (x[k, row], z[k, column]) }
      )
    }
  }

  @Test(arguments: [false, true]) func packedAgrees(isTransposed: Bool) {
    withEveryShape { x, rows, inner, columns, made in
      guard inner > 0 else { return nil }
      let w = isTransposed ? made(columns, inner) : made(inner, columns)
      let packed = PackedWeights(inner: inner, outer: columns)
      if isTransposed { packed.pack(transposeOf: w) } else { packed.pack(w) }
      return (
        { products, y, isSum in products.multiply(x, by: packed, into: y, accumulating: isSum) },
        { row, column, k in (x[row, k], isTransposed ? w[column, k] : w[k, column]) }
      )
    }
  }

  private typealias Run = (Products, MatrixView, Bool) -> Void
  private typealias Factors = (_ row: Int, _ column: Int, _ k: Int) -> (Float, Float)

  /// `make` receives x `[rows, inner]`, the shape and a generator of random matrices. It returns
  /// the product to run and the factors of its reference, or nil to skip a shape.
  private func withEveryShape(
    _ make: (MatrixView, Int, Int, Int, (Int, Int) -> MatrixView) -> (Run, Factors)?
  ) {
    let (products, arena) = (Products(), Arena())
    withEvery("M", in: Self.rows) { rows in
      withEvery("K", in: Self.inners) { inner in
        withEvery("N", in: Self.columns) { columns in
          var generator = SeededGenerator(seed: UInt64(rows * 10_000 + inner * 100 + columns))
          let x = arena.random(rows: rows, columns: inner, &generator)
          let made = make(x, rows, inner, columns) {
            arena.random(rows: $0, columns: $1, &generator)
          }
          guard let (run, factors) = made else { return }
          for isSum in [false, true] {
            let y = arena.random(rows: rows, columns: columns, &generator)
            let expected = reference(y, inner: inner, isSum: isSum, factors)
            run(products, y, isSum)
            // K + 1 roundings of sums of at most that magnitude, which is added to the comparison
            // to set the scale.
            let most = inner + 1
            expectClose(
              y.elements + [Float(most)], expected + [Double(most)],
              relative: Double(most) * 0x1p-24, isSum ? "y +=" : "y =")
          }
          arena.reset()
        }
      }
    }
  }

  private func reference(
    _ y: MatrixView, inner: Int, isSum: Bool, _ factors: Factors
  ) -> [Double] {
    (0..<y.rows).flatMap { row in
      (0..<y.columns).map { column in
        (0..<inner).reduce(isSum ? Double(y[row, column]) : 0) { sum, k in
          let (a, b) = factors(row, column, k)
          return sum + Double(a) * Double(b)
        }
      }
    }
  }
}
