// SPDX-License-Identifier: Apache-2.0

package import Compute

/// The state of one LSTM layer between steps, a row for each sentence: `[B, H]` both.
package struct LSTMState {
  package let hidden: MatrixView
  package let cell: MatrixView

  package init(hidden: MatrixView, cell: MatrixView) {
    self.hidden = hidden
    self.cell = cell
  }

  package static func zero(rows: Int, hiddenSize: Int, _ workspace: Workspace) -> LSTMState {
    LSTMState(
      hidden: workspace.arena.zeros(rows: rows, columns: hiddenSize),
      cell: workspace.arena.zeros(rows: rows, columns: hiddenSize))
  }

  /// The rows of `range`, in place.
  package func rows(_ range: Range<Int>) -> LSTMState {
    LSTMState(hidden: hidden.rows(range), cell: cell.rows(range))
  }

  /// The rows `indices`, in that order, as a state of its own.
  package func gathering(_ indices: [Int32], _ workspace: Workspace) -> LSTMState {
    gathering(indices, workspace.arena)
  }

  package func gathering(_ indices: [Int32], _ arena: Arena) -> LSTMState {
    let gathered = LSTMState(
      hidden: arena.matrix(rows: indices.count, columns: hidden.columns),
      cell: arena.matrix(rows: indices.count, columns: cell.columns))
    gathered.hidden.gather(indices, from: hidden)
    gathered.cell.gather(indices, from: cell)
    return gathered
  }
}

/// One LSTM layer over packed, time-major rows.
///
/// Gates lie in PyTorch's order i, f, g, o, as the kernels take them.
/// One bias is trained, where PyTorch keeps two that are only ever added.
package struct LSTM: Sendable {
  /// `[D, 4H]`, `[H, 4H]` and `[4H]`: the matrices are stored as the transposes of PyTorch's, since
  /// the product that makes their gradient is much faster with the longer side as its columns.
  package let inputWeight, hiddenWeight, bias: ParameterSlot

  package var inputSize: Int { inputWeight.rows }
  package var hiddenSize: Int { hiddenWeight.rows }

  package init(
    _ layout: inout ParameterLayout, name: String, layer: Int, inputSize: Int, hiddenSize: Int
  ) {
    inputWeight = layout.claimTransposedMatrix(
      "\(name).weight_ih_l\(layer)", rows: 4 * hiddenSize, columns: inputSize)
    hiddenWeight = layout.claimTransposedMatrix(
      "\(name).weight_hh_l\(layer)", rows: 4 * hiddenSize, columns: hiddenSize)
    bias = layout.claimVector("\(name).bias_ih_l\(layer)", count: 4 * hiddenSize)
  }

  /// Sets the bias of the forget gate to 1: the cell keeps most of what it holds.
  package func openForgetGate(of parameters: ParameterBuffer) {
    let forgetGate = hiddenSize..<2 * hiddenSize
    parameters[bias].elements(forgetGate).copy(from: [Float](repeating: 1, count: hiddenSize))
  }

  /// What `forward` leaves for `backward`.
  package struct Saved {
    /// `[N, D]`
    package let input: MatrixView
    /// `[N, 4H]`, activated.
    package let gates: MatrixView
    /// `[N, H]`: after each row's step, and before it. Where there was no initial state, the rows of
    /// the first step of `previousHidden` are undefined.
    package let cell, hidden, previousHidden: MatrixView
    package let initial: LSTMState?
  }
}

// MARK: - Forward

extension LSTM {
  /// Runs over `input` `[N, D]` from the state `initial` `[B, H]`, zeros where there is none;
  /// `hidden` of the result holds the output `[N, H]`.
  package func forward(
    _ input: MatrixView, _ lengths: PackedLengths, initial: LSTMState?, _ weights: Weights,
    _ workspace: Workspace
  ) -> Saved {
    precondition(input.rows == lengths.rows && input.columns == inputSize)
    precondition(initial == nil || initial?.hidden.rows == lengths.sentences)
    let arena = workspace.arena
    let saved = Saved(
      input: input, gates: arena.matrix(rows: input.rows, columns: 4 * hiddenSize),
      cell: arena.matrix(rows: input.rows, columns: hiddenSize),
      hidden: arena.matrix(rows: input.rows, columns: hiddenSize),
      previousHidden: arena.matrix(rows: input.rows, columns: hiddenSize), initial: initial)
    workspace.products.multiply(
      input, by: inputWeight, of: weights, into: saved.gates)

    for step in 0..<lengths.steps {
      let rows = lengths.rows(at: step)
      let previous = previousState(at: step, lengths, saved)
      if let previous { saved.previousHidden.rows(rows).copy(from: previous.hidden) }
      advance(
        gates: saved.gates.rows(rows), from: previous,
        to: LSTMState(hidden: saved.hidden.rows(rows), cell: saved.cell.rows(rows)), weights,
        workspace)
    }
    return saved
  }

  /// One step: `gates` holds the product with the input, and gets that with the hidden state added.
  package func advance(
    gates: MatrixView, from previous: LSTMState?, to next: LSTMState, _ weights: Weights,
    _ workspace: Workspace
  ) {
    if let previous {
      workspace.products.multiply(
        previous.hidden, by: hiddenWeight, of: weights, into: gates, accumulating: true)
    }
    workspace.kernels.lstmForward(
      gates: gates, bias: weights[bias], cellIn: previous?.cell ?? zeroCell(next, workspace),
      cellOut: next.cell, hiddenOut: next.hidden)
  }

  /// The state before `step` of the sentences that have a token there, nil for zeros.
  private func previousState(
    at step: Int, _ lengths: PackedLengths, _ saved: Saved
  ) -> LSTMState? {
    let active = 0..<lengths.batchSizes[step]
    if step == 0 { return saved.initial?.rows(active) }
    let before = lengths.rows(at: step - 1)
    return LSTMState(hidden: saved.hidden, cell: saved.cell).rows(before).rows(active)
  }

  private func zeroCell(_ state: LSTMState, _ workspace: Workspace) -> MatrixView {
    workspace.arena.zeros(rows: state.cell.rows, columns: state.cell.columns)
  }

  /// The state of each sentence after its own last step, `[B, H]`.
  package func finalState(
    _ saved: Saved, _ lengths: PackedLengths, _ workspace: Workspace
  ) -> LSTMState {
    LSTMState(hidden: saved.hidden, cell: saved.cell).gathering(lengths.lastRows, workspace)
  }
}

// MARK: - Backward

extension LSTM {
  /// Adds to `gradient`, and returns the gradient of the input `[N, D]`.
  ///
  /// `dHidden` `[N, H]` is the gradient of the output; it is used up, and so are the gates in
  /// `saved`, which `forward` returned. `dState` `[B, H]` holds the gradient of `finalState`, and
  /// becomes that of the initial state if there was one.
  package func backward(
    _ dHidden: MatrixView, _ dState: LSTMState, _ saved: Saved, _ lengths: PackedLengths,
    _ weights: Weights, into gradient: GradientTerms, _ workspace: Workspace
  ) -> MatrixView {
    for step in (0..<lengths.steps).reversed() {
      let rows = lengths.rows(at: step)
      // The others' rows of `dState` still belong to final states: this step lies behind their last.
      let dActive = dState.rows(0..<rows.count)
      let (gates, cell) = (saved.gates.rows(rows), saved.cell.rows(rows))
      let previous = previousState(at: step, lengths, saved)
      workspace.kernels.add(dActive.hidden, to: dHidden.rows(rows))
      workspace.kernels.lstmBackward(
        gates: gates, cellIn: previous?.cell ?? zeroCell(dActive, workspace), cellOut: cell,
        dHidden: dHidden.rows(rows), dCell: dActive.cell)
      if previous != nil {
        workspace.products.multiply(
          gates, byTransposeOf: hiddenWeight, of: weights, into: dActive.hidden)
      }
    }
    return backwardThroughProducts(saved, lengths, weights, into: gradient, workspace)
  }

  /// What need not go step by step; the gates in `saved` hold the gradient of their products.
  private func backwardThroughProducts(
    _ saved: Saved, _ lengths: PackedLengths, _ weights: Weights, into gradient: GradientTerms,
    _ workspace: Workspace
  ) -> MatrixView {
    let dGates = saved.gates
    // A step from zeros has no part in the gradient of the recurrent weights.
    let recurrent = (saved.initial == nil ? lengths.batchSizes[0] : 0)..<lengths.rows
    gradient.add(.product(x: saved.input, dY: dGates), to: inputWeight)
    gradient.add(
      .product(x: saved.previousHidden.rows(recurrent), dY: dGates.rows(recurrent)),
      to: hiddenWeight)
    gradient.add(.columnSums(dGates), to: bias)
    let dInput = workspace.arena.matrix(rows: lengths.rows, columns: inputSize)
    workspace.products.multiply(dGates, byTransposeOf: inputWeight, of: weights, into: dInput)
    return dInput
  }
}
