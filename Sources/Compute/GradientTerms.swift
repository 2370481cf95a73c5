// SPDX-License-Identifier: Apache-2.0

/// A term of a parameter's gradient, from one backward pass.
package enum GradientTerm {
  /// xᵀ · dY, the gradient of w in y = x · w: x `[N, D]`, dY `[N, C]`.
  case product(x: MatrixView, dY: MatrixView)
  /// The column sums of `[N, C]`, for a vector.
  case columnSums(MatrixView)
  /// Rows of `[N, C]`, each added to the row with its id.
  case rows(MatrixView, ids: [Int32])
  /// A gradient with the shape of the parameter.
  case whole(MatrixView)
}

/// The gradient terms of one worker. When all workers are done, they sum the terms together: there
/// is only one gradient, whatever the number of workers, and none waits for a slower one. The terms
/// are in the worker's arena.
package final class GradientTerms {
  /// The terms, by the index of the slot.
  private var terms: [[GradientTerm]]

  package init(_ layout: ParameterLayout) {
    terms = layout.entries.map { _ in [] }
  }

  package func add(_ term: GradientTerm, to slot: ParameterSlot) {
    switch term {
    case .product(let x, let dY):
      precondition(x.rows == dY.rows && x.columns == slot.rows && dY.columns == slot.columns)
    case .columnSums(let matrix):
      precondition(slot.rows == 1 && matrix.columns == slot.columns)
    case .rows(let rows, let ids):
      precondition(rows.rows == ids.count && rows.columns == slot.columns)
      precondition(ids.allSatisfy { $0 >= 0 && Int($0) < slot.rows }, "id out of range")
    case .whole(let gradient):
      precondition(gradient.rows == slot.rows && gradient.columns == slot.columns)
    }
    terms[slot.index].append(term)
  }

  package subscript(slot: ParameterSlot) -> [GradientTerm] { terms[slot.index] }

  /// Removes all terms. Call it before the arena is reset.
  package func clear() {
    for index in terms.indices { terms[index].removeAll(keepingCapacity: true) }
  }
}
