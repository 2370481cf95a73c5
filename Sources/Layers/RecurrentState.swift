// SPDX-License-Identifier: Apache-2.0

package import Compute

/// The state of a recurrent layer between steps, with a row for each sentence: `[B, H]` both. If
/// the cell has no cell state, `cell` is `[B, 0]`.
package struct RecurrentState {
  package let hidden: MatrixView
  package let cell: MatrixView

  package init(hidden: MatrixView, cell: MatrixView) {
    self.hidden = hidden
    self.cell = cell
  }

  /// Returns the rows of `range`, as a view.
  package func rows(_ range: Range<Int>) -> RecurrentState {
    RecurrentState(hidden: hidden.rows(range), cell: cell.rows(range))
  }

  /// Copies the rows `indices`, in that order.
  package func gathering(_ indices: [Int32], _ pass: Pass) -> RecurrentState {
    gathering(indices, pass.arena)
  }

  package func gathering(_ indices: [Int32], _ arena: Arena) -> RecurrentState {
    RecurrentState(
      hidden: hidden.gathering(indices, arena), cell: cell.gathering(indices, arena))
  }
}
