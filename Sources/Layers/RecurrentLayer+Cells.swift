// SPDX-License-Identifier: Apache-2.0

import Compute

extension RecurrentLayer {
  /// Computes the next state from the sums of the products.
  func cellForward(
    _ buffers: Buffers, from previous: RecurrentState?, to next: RecurrentState,
    _ pass: Pass
  ) {
    let kernels = pass.kernels
    switch cell {
    case .lstm:
      kernels.lstmForward(
        gates: buffers.gates, bias: pass[bias],
        cellIn: previous?.cell ?? zeroCell(next, pass), cellOut: next.cell,
        hiddenOut: next.hidden)
      if let norm = norms?.cell, let saved = buffers.norms, let normSaved = saved.cell,
        let squashed = saved.squashed
      {
        norm.forward(next.cell, into: squashed, normSaved, pass)
        kernels.lstmOutputForward(
          gates: buffers.gates, squashed: squashed, hiddenOut: next.hidden)
      }
    case .gru:
      guard let products = buffers.products, let hiddenBias, let previous else {
        preconditionFailure("a GRU has a state and keeps its products apart")
      }
      kernels.gruForward(
        gates: buffers.gates, bias: pass[bias], products: products,
        hiddenBias: pass[hiddenBias], hiddenIn: previous.hidden, hiddenOut: next.hidden)
    case .tanh:
      kernels.activationForward(buffers.gates, bias: pass[bias], .tanh, y: next.hidden)
    case .relu:
      kernels.activationForward(buffers.gates, bias: pass[bias], .relu, y: next.hidden)
    case .sigmoid:
      kernels.activationForward(buffers.gates, bias: pass[bias], .sigmoid, y: next.hidden)
    case .formula(let formula):
      kernels.cellForward(
        formula.program, cellInput(buffers, from: previous, to: next, pass), cellOut: next.cell,
        hiddenOut: next.hidden, pass.arena)
    }
  }

  /// The backward pass of `cellForward`. The gates, and the products if they are separate, are
  /// overwritten with the gradients of the products. On entry, `dState` holds the gradient of the
  /// cell state `next` from later steps. On return, it holds that of `previous`, and the part of
  /// the hidden state's gradient that does not pass through the products.
  func cellBackward(
    _ buffers: Buffers, from previous: RecurrentState?, to next: RecurrentState,
    dHidden: MatrixView, dState: RecurrentState, _ pass: Pass
  ) {
    let kernels = pass.kernels
    switch cell {
    case .lstm:
      let cellIn = previous?.cell ?? zeroCell(next, pass)
      if norms == nil {
        kernels.lstmBackward(
          gates: buffers.gates, cellIn: cellIn, cellOut: next.cell, dHidden: dHidden,
          dCell: dState.cell)
      } else {
        normalizedCellBackward(buffers, cellIn, next, dHidden, dState.cell, pass)
      }
    case .gru:
      guard let products = buffers.products, let previous else {
        preconditionFailure("a GRU has a state and keeps its products apart")
      }
      kernels.gruBackward(
        gates: buffers.gates, products: products, hiddenIn: previous.hidden, dHidden: dHidden,
        dHiddenIn: dState.hidden)
    case .tanh: kernels.activationBackward(dHidden, .tanh, y: next.hidden, dX: buffers.gates)
    case .relu: kernels.activationBackward(dHidden, .relu, y: next.hidden, dX: buffers.gates)
    case .sigmoid:
      kernels.activationBackward(dHidden, .sigmoid, y: next.hidden, dX: buffers.gates)
    case .formula(let formula):
      kernels.cellBackward(
        formula.program, cellInput(buffers, from: previous, to: next, pass), dHidden: dHidden,
        dHiddenIn: dState.hidden, dCell: dState.cell, pass.arena)
    }
  }

  private func cellInput(
    _ buffers: Buffers, from previous: RecurrentState?, to next: RecurrentState, _ pass: Pass
  ) -> Kernels.CellInput {
    let previous = previous ?? zeroState(rows: next.hidden.rows, pass)
    return Kernels.CellInput(
      gates: buffers.gates, bias: pass[bias],
      products: hiddenBias == nil ? nil : buffers.products,
      hiddenBias: hiddenBias.map { pass[$0] }, hidden: previous.hidden, cell: previous.cell)
  }

  private func normalizedCellBackward(
    _ buffers: Buffers, _ cellIn: MatrixView, _ next: RecurrentState, _ dHidden: MatrixView,
    _ dCell: MatrixView, _ pass: Pass
  ) {
    guard let norm = norms?.cell, let saved = buffers.norms, let normSaved = saved.cell,
      let squashed = saved.squashed
    else { preconditionFailure("an LSTM normalizes its cell state") }
    let kernels = pass.kernels
    kernels.lstmOutputBackward(gates: buffers.gates, squashed: squashed, dHidden: dHidden)
    let dOutputGate = dHidden
    norm.backward(squashed, into: squashed, normSaved, pass)
    kernels.add(squashed, to: dCell)
    // The part that passes through the output is already in the gradient of the cell state.
    pass.arena.scope {
      let none = pass.arena.zeros(rows: dHidden.rows, columns: dHidden.columns)
      kernels.lstmBackward(
        gates: buffers.gates, cellIn: cellIn, cellOut: next.cell, dHidden: none, dCell: dCell)
    }
    for row in 0..<dOutputGate.rows {
      buffers.gates.row(row).elements(3 * hiddenSize..<4 * hiddenSize)
        .copy(from: dOutputGate.row(row))
    }
  }

  private func zeroCell(_ state: RecurrentState, _ pass: Pass) -> MatrixView {
    pass.arena.zeros(rows: state.cell.rows, columns: state.cell.columns)
  }
}
