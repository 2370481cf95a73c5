// SPDX-License-Identifier: Apache-2.0

package import Compute

/// The input of a recurrent layer over N rows.
///
/// The tokens of a small vocabulary repeat many times in a batch. The products with the input
/// weights are then computed only once for each different token.
package struct LayerInput {
  /// `[N, D]`, or the U different rows, `[U, D]`.
  package let matrix: MatrixView
  /// The row of `matrix` that each of the N rows repeats; nil if `matrix` has all N rows.
  package let repeated: [Int32]?
  /// Terms that are added to the gates at every step, a row for each sentence: `[B, GH]`; nil for
  /// none.
  let addend: MatrixView?

  package init(_ matrix: MatrixView, repeated: [Int32]? = nil, addend: MatrixView? = nil) {
    self.matrix = matrix
    self.repeated = repeated
    self.addend = addend
  }

  package func adding(_ addend: MatrixView?) -> LayerInput {
    LayerInput(matrix, repeated: repeated, addend: addend)
  }

  /// N
  package var rows: Int { repeated?.count ?? matrix.rows }

  /// Returns the rows `indices` of the N rows, in that order, which is within each sentence.
  func gathering(_ indices: [Int32], _ arena: Arena) -> LayerInput {
    if let repeated {
      return LayerInput(
        matrix, repeated: indices.map { repeated[Int($0)] }, addend: addend)
    }
    return LayerInput(matrix.gathering(indices, arena), addend: addend)
  }

  /// Turns `gradient` `[N, C]`, the gradient of a function of each of the N rows, into that of the
  /// function of the rows of `matrix`: the sums over equal rows.
  func sumOverRepeats(_ gradient: MatrixView, _ pass: Pass) -> MatrixView {
    guard let repeated else { return gradient }
    let sums = pass.arena.zeros(rows: matrix.rows, columns: gradient.columns)
    for (row, place) in repeated.enumerated() {
      pass.kernels.add(gradient.row(row), to: sums.row(Int(place)))
    }
    return sums
  }
}
