// SPDX-License-Identifier: Apache-2.0

import Compute

extension RecurrentLayer {
  /// Computes the next state from the sums of the products.
  func activate(
    _ memory: Memory, from previous: RecurrentState?, to next: RecurrentState,
    _ weights: Weights, _ workspace: Workspace
  ) {
    let kernels = workspace.kernels
    switch cell {
    case .lstm:
      kernels.lstmForward(
        gates: memory.gates, bias: weights[bias],
        cellIn: previous?.cell ?? zeroCell(next, workspace), cellOut: next.cell,
        hiddenOut: next.hidden)
      if let norm = norms?.cell, let saved = memory.norms, let normSaved = saved.cell,
        let squashed = saved.squashed
      {
        norm.forward(next.cell, into: squashed, normSaved, weights, workspace)
        kernels.lstmOutputForward(
          gates: memory.gates, squashed: squashed, hiddenOut: next.hidden)
      }
    case .gru:
      guard let products = memory.products, let hiddenBias, let previous else {
        preconditionFailure("a GRU has a state and keeps its products apart")
      }
      kernels.gruForward(
        gates: memory.gates, bias: weights[bias], products: products,
        hiddenBias: weights[hiddenBias], hiddenIn: previous.hidden, hiddenOut: next.hidden)
    case .tanh, .relu:
      kernels.elmanForward(
        gates: memory.gates, bias: weights[bias], rectified: cell == .relu,
        hiddenOut: next.hidden)
    }
  }

  /// The backward pass of `activate`. The gates, and the products if they are separate, are
  /// overwritten with the gradients of the products. On entry, `dState` holds the gradient of the
  /// cell state `next` from later steps. On return, it holds that of `previous`, and the part of
  /// the hidden state's gradient that does not pass through the products.
  func deactivate(
    _ memory: Memory, from previous: RecurrentState?, to next: RecurrentState,
    dHidden: MatrixView, dState: RecurrentState, _ weights: Weights, _ workspace: Workspace
  ) {
    let kernels = workspace.kernels
    switch cell {
    case .lstm:
      let cellIn = previous?.cell ?? zeroCell(next, workspace)
      if norms == nil {
        kernels.lstmBackward(
          gates: memory.gates, cellIn: cellIn, cellOut: next.cell, dHidden: dHidden,
          dCell: dState.cell)
      } else {
        deactivateNormalized(memory, cellIn, next, dHidden, dState.cell, weights, workspace)
      }
    case .gru:
      guard let products = memory.products, let previous else {
        preconditionFailure("a GRU has a state and keeps its products apart")
      }
      kernels.gruBackward(
        gates: memory.gates, products: products, hiddenIn: previous.hidden, dHidden: dHidden,
        dHiddenIn: dState.hidden)
    case .tanh, .relu:
      kernels.elmanBackward(
        gates: memory.gates, rectified: cell == .relu, hiddenOut: next.hidden,
        dHidden: dHidden)
    }
  }

  private func deactivateNormalized(
    _ memory: Memory, _ cellIn: MatrixView, _ next: RecurrentState, _ dHidden: MatrixView,
    _ dCell: MatrixView, _ weights: Weights, _ workspace: Workspace
  ) {
    guard let norm = norms?.cell, let saved = memory.norms, let normSaved = saved.cell,
      let squashed = saved.squashed
    else { preconditionFailure("an LSTM normalizes its cell state") }
    let kernels = workspace.kernels
    kernels.lstmOutputBackward(gates: memory.gates, squashed: squashed, dHidden: dHidden)
    let dOutputGate = dHidden
    norm.backward(squashed, into: squashed, normSaved, weights, workspace)
    kernels.add(squashed, to: dCell)
    // The part that passes through the output is already in the gradient of the cell state.
    workspace.arena.scope {
      let none = workspace.arena.zeros(rows: dHidden.rows, columns: dHidden.columns)
      kernels.lstmBackward(
        gates: memory.gates, cellIn: cellIn, cellOut: next.cell, dHidden: none, dCell: dCell)
    }
    for row in 0..<dOutputGate.rows {
      memory.gates.row(row).elements(3 * hiddenSize..<4 * hiddenSize)
        .copy(from: dOutputGate.row(row))
    }
  }

  private func zeroCell(_ state: RecurrentState, _ workspace: Workspace) -> MatrixView {
    workspace.arena.zeros(rows: state.cell.rows, columns: state.cell.columns)
  }
}
