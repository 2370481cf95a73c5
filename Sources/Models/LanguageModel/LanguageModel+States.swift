// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers

// MARK: - Initial states

extension LanguageModel {
  /// Returns the state before the first token for `rows` sequences, in memory of `arena`.
  func initialStates(rows: Int, _ weights: Weights, _ arena: Arena) -> [RecurrentState] {
    func repeated(_ slot: ParameterSlot?, columns: Int) -> MatrixView {
      let states = arena.zeros(rows: rows, columns: columns)
      if let slot { for row in 0..<rows { states.row(row).copy(from: weights[slot]) } }
      return states
    }
    return decoder.stack.layers.enumerated().map { index, layer in
      let slots = initialState?.layers[index]
      return RecurrentState(
        hidden: repeated(slots?.hidden, columns: layer.hiddenSize),
        cell: repeated(slots?.cell, columns: layer.cell.hasCellState ? layer.hiddenSize : 0))
    }
  }

  /// Returns the state from which each row of `batch` starts.
  func initialStates(
    of batch: LanguageModelBatch, carried: [RecurrentState]?, _ pass: Pass
  ) -> [RecurrentState] {
    let states = initialStates(rows: batch.startsAfresh.count, pass.weights, pass.arena)
    for (row, startsAfresh) in batch.startsAfresh.enumerated() where !startsAfresh {
      guard let carried else { preconditionFailure("a row without a state to start from") }
      for (state, carried) in zip(states, carried) {
        state.hidden.row(row).copy(from: carried.hidden.row(row))
        state.cell.row(row).copy(from: carried.cell.row(row))
      }
    }
    return states
  }

  /// Adds the gradient terms of the learned initial state, which come from the rows that start from
  /// it. `dInitial` is the gradient of all rows' first states.
  func addInitialGradient(
    _ dInitial: [RecurrentState], _ batch: LanguageModelBatch, _ pass: Pass
  ) {
    guard let initialState else { return }
    let fresh = batch.startsAfresh.indices.filter { batch.startsAfresh[$0] }.map { Int32($0) }
    if fresh.isEmpty { return }
    for (slots, dState) in zip(initialState.layers, dInitial) {
      let dState = dState.gathering(fresh, pass)
      pass.add(.columnSums(dState.hidden), to: slots.hidden)
      if let cell = slots.cell { pass.add(.columnSums(dState.cell), to: cell) }
    }
  }
}
