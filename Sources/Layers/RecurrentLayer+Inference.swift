// SPDX-License-Identifier: Apache-2.0

package import Compute

extension RecurrentLayer {
  /// Runs on from `state` `[B, H]` and replaces it by the state after each sentence's last step,
  /// without keeping anything for a backward pass. `gates` `[N, GH]` holds the products with the
  /// input, and is overwritten. If `isZero`, the state holds zeros, and the products with it are left
  /// out. Returns the output `[N, H]`.
  package func run(
    gates: MatrixView, _ lengths: PackedLengths, state: RecurrentState, isZero: Bool = false,
    _ pass: Pass
  ) -> MatrixView {
    let output = pass.arena.matrix(rows: lengths.rows, columns: hiddenSize)
    var previous = state.hidden
    for step in 0..<lengths.steps {
      let rows = lengths.rows(at: step)
      let active = 0..<rows.count
      let hidden = output.rows(rows)
      let cell = state.cell.rows(active)
      let skipsProducts = step == 0 && isZero && !keepsProductsApart
      self.step(
        gates: gates.rows(rows),
        from: skipsProducts
          ? nil : RecurrentState(hidden: previous.rows(active), cell: cell),
        to: RecurrentState(hidden: hidden, cell: cell), pass)
      previous = hidden
    }
    state.hidden.gather(lengths.lastRows, from: output)
    return output
  }

  /// Computes one step without keeping anything for a backward pass. `gates` `[B, GH]` holds the
  /// products with the input; `next` may be `previous`, which is nil for zeros.
  package func step(
    gates: MatrixView, from previous: RecurrentState?, to next: RecurrentState,
    _ pass: Pass
  ) {
    pass.arena.scope {
      advance(buffers(gates, pass), from: previous, to: next, pass)
    }
  }

  /// Returns the products of `input` `[N, D]` with the input weights, normalized if the layer has
  /// layer normalization: `[N, GH]`.
  package func inputProducts(
    _ input: MatrixView, _ pass: Pass
  ) -> MatrixView {
    let gates = pass.arena.matrix(rows: input.rows, columns: gatesSize)
    pass.arena.scope {
      multiplyInput(LayerInput(input), buffers(gates, pass), pass)
    }
    return gates
  }
}
