// SPDX-License-Identifier: Apache-2.0

/// What a backward pass knows of a parameter's gradient.
package enum GradientTerm {
  /// xᵀ · dY, where the parameter w made y = x · w: x `[N, D]`, dY `[N, C]`.
  case product(x: MatrixView, dY: MatrixView)
  /// The sums of the columns of `[N, C]`, for a vector.
  case columnSums(MatrixView)
  /// Each row of `[N, C]` for the row of its id.
  case rows(MatrixView, ids: [Int32])
  /// A gradient as large as the parameter.
  case whole(MatrixView)
}

/// What one worker knows of the gradients: terms that are summed when all workers have theirs, by all
/// of them together. So there is one gradient, however many workers, and no time is lost where one of
/// them is slower. The terms lie in the worker's arena.
package final class GradientTerms {
  /// By the index of the slot.
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

  /// Before the arena is reset.
  package func clear() {
    for index in terms.indices { terms[index].removeAll(keepingCapacity: true) }
  }
}
