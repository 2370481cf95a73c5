// SPDX-License-Identifier: Apache-2.0

package import Compute

/// The state of a recurrent layer between steps, a row for each sentence: `[B, H]` both, the cell state
/// `[B, 0]` where the cell has none.
package struct RecurrentState {
  package let hidden: MatrixView
  package let cell: MatrixView

  package init(hidden: MatrixView, cell: MatrixView) {
    self.hidden = hidden
    self.cell = cell
  }

  /// The rows of `range`, in place.
  package func rows(_ range: Range<Int>) -> RecurrentState {
    RecurrentState(hidden: hidden.rows(range), cell: cell.rows(range))
  }

  /// The rows `indices`, in that order, as a state of its own.
  package func gathering(_ indices: [Int32], _ workspace: Workspace) -> RecurrentState {
    gathering(indices, workspace.arena)
  }

  package func gathering(_ indices: [Int32], _ arena: Arena) -> RecurrentState {
    RecurrentState(
      hidden: hidden.gathering(indices, arena), cell: cell.gathering(indices, arena))
  }
}
