// SPDX-License-Identifier: Apache-2.0

import Compute

/// The layer normalizations of a recurrent cell: of the products with the input and with the hidden
/// state, each over all gates, and of an LSTM's cell state before it enters the output (Ba, Kiros
/// and Hinton, "Layer normalization", 2016, equations 20 to 22).
package struct RecurrentNorms: Sendable {
  package let input, hidden: LayerNorm
  package let cell: LayerNorm?

  init(
    _ layout: inout ParameterLayout, name: String, place: String, cell: RecurrentCell,
    hiddenSize: Int
  ) {
    let width = cell.gates * hiddenSize
    input = LayerNorm(&layout, name: "\(name).norm_ih_\(place)", size: width)
    hidden = LayerNorm(&layout, name: "\(name).norm_hh_\(place)", size: width)
    self.cell =
      cell.normalizesCellState
      ? LayerNorm(&layout, name: "\(name).norm_c_\(place)", size: hiddenSize) : nil
  }

  /// All normalizations.
  package var layers: [LayerNorm] { [input, hidden] + (cell.map { [$0] } ?? []) }

  struct Saved {
    let input, hidden: LayerNorm.Saved
    let cell: LayerNorm.Saved?
    /// The tanh of the normalized cell state, `[n, H]`.
    let squashed: MatrixView?
    /// `[n, GH]`: the gradients of the products with the input and with the hidden state, filled by
    /// the backward pass.
    let dInputProducts, dHiddenProducts: MatrixView

    func rows(_ range: Range<Int>) -> Saved {
      Saved(
        input: input.rows(range), hidden: hidden.rows(range), cell: cell?.rows(range),
        squashed: squashed?.rows(range), dInputProducts: dInputProducts.rows(range),
        dHiddenProducts: dHiddenProducts.rows(range))
    }
  }

  func saved(rows: Int, _ pass: Pass) -> Saved {
    let width = hidden.gain.columns
    return Saved(
      input: input.saved(rows: rows, pass), hidden: hidden.saved(rows: rows, pass),
      cell: cell?.saved(rows: rows, pass),
      squashed: cell.map { pass.arena.matrix(rows: rows, columns: $0.gain.columns) },
      dInputProducts: pass.arena.matrix(rows: rows, columns: width),
      dHiddenProducts: pass.arena.matrix(rows: rows, columns: width))
  }

  /// Adds the gradient terms that the backward pass left in all rows.
  func addGradients(_ saved: Saved, _ pass: Pass) {
    input.addGradient(saved.input, pass)
    hidden.addGradient(saved.hidden, pass)
    if let cell, let saved = saved.cell { cell.addGradient(saved, pass) }
  }
}
