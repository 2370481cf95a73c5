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

  /// The rows `indices`, in that order, as a state of its own.
  package func gathering(_ indices: [Int32], _ workspace: Workspace) -> LSTMState {
    let gathered = LSTMState(
      hidden: workspace.arena.matrix(rows: indices.count, columns: hidden.columns),
      cell: workspace.arena.matrix(rows: indices.count, columns: cell.columns))
    gathered.hidden.gather(indices, from: hidden)
    gathered.cell.gather(indices, from: cell)
    return gathered
  }
}

/// One LSTM layer over packed, time-major rows.
///
/// Gates lie in PyTorch's order i, f, g, o; the order is fixed in the kernels and nowhere else.
/// One bias is trained, where PyTorch keeps two that are only ever added.
package struct LSTM: Sendable {
  /// `[4H, D]`, `[4H, H]` and `[4H]`.
  package let inputWeight, hiddenWeight, bias: ParameterSlot

  package var inputSize: Int { inputWeight.columns }
  package var hiddenSize: Int { hiddenWeight.columns }

  package init(
    _ layout: inout ParameterLayout, name: String, layer: Int, inputSize: Int, hiddenSize: Int
  ) {
    inputWeight = layout.claimMatrix(
      "\(name).weight_ih_l\(layer)", rows: 4 * hiddenSize, columns: inputSize)
    hiddenWeight = layout.claimMatrix(
      "\(name).weight_hh_l\(layer)", rows: 4 * hiddenSize, columns: hiddenSize)
    bias = layout.claimVector("\(name).bias_ih_l\(layer)", count: 4 * hiddenSize)
  }

  /// What `forward` leaves for `backward`.
  package struct Saved {
    /// `[N, D]`
    package let input: MatrixView
    /// `[N, 4H]`, activated.
    package let gates: MatrixView
    /// `[N, H]`: after each row's step, and before it.
    package let cell, hidden, previousHidden: MatrixView
    package let initial: LSTMState
  }
}

// MARK: - Forward

extension LSTM {
  /// Runs over `input` `[N, D]` from the state `initial` `[B, H]`; `hidden` of the result holds the
  /// output `[N, H]`.
  package func forward(
    _ input: MatrixView, _ lengths: PackedLengths, initial: LSTMState, _ weights: Weights,
    _ workspace: Workspace
  ) -> Saved {
    precondition(input.rows == lengths.rows && input.columns == inputSize)
    precondition(initial.hidden.rows == lengths.sentences)
    let arena = workspace.arena
    let saved = Saved(
      input: input, gates: arena.matrix(rows: input.rows, columns: 4 * hiddenSize),
      cell: arena.matrix(rows: input.rows, columns: hiddenSize),
      hidden: arena.matrix(rows: input.rows, columns: hiddenSize),
      previousHidden: arena.matrix(rows: input.rows, columns: hiddenSize), initial: initial)
    workspace.products.multiply(
      input, byTransposeOf: inputWeight, of: weights, into: saved.gates)

    for step in 0..<lengths.steps {
      let rows = lengths.rows(at: step)
      let previous = previousState(at: step, lengths, saved)
      saved.previousHidden.rows(rows).copy(from: previous.hidden)
      advance(
        gates: saved.gates.rows(rows), from: previous,
        to: LSTMState(hidden: saved.hidden.rows(rows), cell: saved.cell.rows(rows)), weights,
        workspace)
    }
    return saved
  }

  /// One step: `gates` holds the product with the input, and gets that with the hidden state added.
  package func advance(
    gates: MatrixView, from previous: LSTMState, to next: LSTMState, _ weights: Weights,
    _ workspace: Workspace
  ) {
    workspace.products.multiply(
      previous.hidden, byTransposeOf: hiddenWeight, of: weights, into: gates, accumulating: true)
    workspace.kernels.lstmForward(
      gates: gates, bias: weights[bias], cellIn: previous.cell, cellOut: next.cell,
      hiddenOut: next.hidden)
  }

  /// The state before `step` of the sentences that have a token there.
  private func previousState(at step: Int, _ lengths: PackedLengths, _ saved: Saved) -> LSTMState {
    let active = 0..<lengths.batchSizes[step]
    guard step > 0 else {
      return LSTMState(
        hidden: saved.initial.hidden.rows(active), cell: saved.initial.cell.rows(active))
    }
    let before = lengths.rows(at: step - 1)
    return LSTMState(
      hidden: saved.hidden.rows(before).rows(active), cell: saved.cell.rows(before).rows(active))
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
  /// Adds to `gradient`, and returns the gradients of the input `[N, D]` and of the initial state.
  ///
  /// `dHidden` `[N, H]` is the gradient of the output, `dFinal` that of `finalState`; both are used
  /// up, and so are the gates in `saved`, which `forward` returned.
  package func backward(
    _ dHidden: MatrixView, dFinal: LSTMState, _ saved: Saved, _ lengths: PackedLengths,
    _ weights: Weights, into gradient: ParameterBuffer, _ workspace: Workspace
  ) -> (dInput: MatrixView, dInitial: LSTMState) {
    // A row of these belongs to a sentence: the gradient of its state before the current step, or
    // of its final state while the current step lies behind its last one.
    let dState = dFinal
    for step in (0..<lengths.steps).reversed() {
      let rows = lengths.rows(at: step)
      let active = 0..<rows.count
      let (dh, dc) = (dState.hidden.rows(active), dState.cell.rows(active))
      workspace.kernels.add(dh, to: dHidden.rows(rows))
      workspace.kernels.lstmBackward(
        gates: saved.gates.rows(rows), cellIn: previousState(at: step, lengths, saved).cell,
        cellOut: saved.cell.rows(rows), dHidden: dHidden.rows(rows), dCell: dc)
      workspace.products.multiply(
        saved.gates.rows(rows), by: hiddenWeight, of: weights, into: dh)
    }

    let dGates = saved.gates
    workspace.products.multiply(
      transposeOf: dGates, by: saved.input, into: gradient[inputWeight], accumulating: true)
    workspace.products.multiply(
      transposeOf: dGates, by: saved.previousHidden, into: gradient[hiddenWeight],
      accumulating: true)
    workspace.kernels.addColumnSums(of: dGates, to: gradient[bias])
    let dInput = workspace.arena.matrix(rows: lengths.rows, columns: inputSize)
    workspace.products.multiply(dGates, by: inputWeight, of: weights, into: dInput)
    return (dInput, dState)
  }
}
