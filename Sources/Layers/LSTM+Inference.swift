// SPDX-License-Identifier: Apache-2.0

package import Compute

extension LSTM {
  /// Runs on from `state` `[B, H]`, which becomes the state after each sentence's last step, and keeps
  /// nothing for the way back. `gates` `[N, 4H]` holds the products with the input, and is used up.
  /// Returns the output `[N, H]`.
  package func run(
    gates: MatrixView, _ lengths: PackedLengths, state: LSTMState, _ weights: Weights,
    _ workspace: Workspace
  ) -> MatrixView {
    let output = workspace.arena.matrix(rows: lengths.rows, columns: hiddenSize)
    var previous = state.hidden
    for step in 0..<lengths.steps {
      let rows = lengths.rows(at: step)
      let active = 0..<rows.count
      let hidden = output.rows(rows)
      let cell = state.cell.rows(active)
      advance(
        gates: gates.rows(rows), from: LSTMState(hidden: previous.rows(active), cell: cell),
        to: LSTMState(hidden: hidden, cell: cell), weights, workspace)
      previous = hidden
    }
    state.hidden.gather(lengths.lastRows, from: output)
    return output
  }

  /// The products of `input` `[N, D]` with the input weights, `[N, 4H]`.
  package func inputProducts(
    _ input: MatrixView, _ weights: Weights, _ workspace: Workspace
  ) -> MatrixView {
    let gates = workspace.arena.matrix(rows: input.rows, columns: 4 * hiddenSize)
    workspace.products.multiply(input, by: inputWeight, of: weights, into: gates)
    return gates
  }
}
