// SPDX-License-Identifier: Apache-2.0

import Compute
import TestSupport
import Testing

/// Products of several blocks, for every instruction set.
@Suite struct ProductBlockTests {
  /// One row, column or inner element more than fits into a block, and fewer.
  private static let shapes = [(241, 513, 70), (7, 1030, 130), (250, 3, 65), (2, 5, 2051)]

  @Test(arguments: Kernels.names) func everyFormIsThePlainProduct(_ name: String) throws {
    let products = Products(try #require(Kernels.named(name)))
    withEvery("M × K × N", in: Self.shapes) { rows, inner, columns in
      var generator = SeededGenerator(seed: UInt64(inner))
      let arena = Arena()
      let x = arena.random(rows: rows, columns: inner, &generator)
      let w = arena.random(rows: inner, columns: columns, &generator)
      let before = arena.random(rows: rows, columns: columns, &generator)
      let turned = (arena.transpose(of: x), arena.transpose(of: w))
      for isSum in [false, true] {
        let expected = reference(x, w, isSum ? before : nil)
        func check(_ form: String, _ multiply: (MatrixView) -> Void) {
          let y = arena.matrix(rows: rows, columns: columns)
          y.copy(from: before)
          multiply(y)
          expectClose(y.elements, expected, relative: 4e-6, form)
        }
        check("x · w") { products.multiply(x, by: w, into: $0, accumulating: isSum) }
        check("x · wᵀ") {
          products.multiply(x, byTransposeOf: turned.1, into: $0, accumulating: isSum)
        }
        check("xᵀ · w") {
          products.multiply(transposeOf: turned.0, by: w, into: $0, accumulating: isSum)
        }
      }
    }
  }

  private func reference(_ x: MatrixView, _ w: MatrixView, _ before: MatrixView?) -> [Double] {
    let (left, right) = (x.elements.map { Double($0) }, w.elements.map { Double($0) })
    var sums =
      before?.elements.map { Double($0) } ?? [Double](repeating: 0, count: x.rows * w.columns)
    for row in 0..<x.rows {
      for k in 0..<x.columns {
        let factor = left[row * x.columns + k]
        for column in 0..<w.columns {
          sums[row * w.columns + column] += factor * right[k * w.columns + column]
        }
      }
    }
    return sums
  }
}

extension Arena {
  fileprivate func transpose(of matrix: MatrixView) -> MatrixView {
    let transpose = self.matrix(rows: matrix.columns, columns: matrix.rows)
    transpose.copy(from: matrix.transposedElements)
    return transpose
  }
}
