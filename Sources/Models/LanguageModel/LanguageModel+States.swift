// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers

/// The places of each layer's hidden state and, if the cell has one, cell state in a layout.
struct StateSlots: Sendable {
  let layers: [(hidden: ParameterSlot, cell: ParameterSlot?)]

  /// `claim` claims a slot of H columns with the given name.
  init(_ stack: RecurrentStack<RecurrentLayer>, _ claim: (String) -> ParameterSlot) {
    layers = stack.layers.enumerated().map { index, layer in
      (claim("hidden_l\(index)"), layer.cell.hasCellState ? claim("cell_l\(index)") : nil)
    }
  }
}

// MARK: - Carried states

extension LanguageModel {
  /// Returns the layout of the states that are carried on from window to window: `[streams, H]` for
  /// each layer and kind of state.
  package func carriedLayout(streams: Int) -> ParameterLayout {
    carriedStates(streams: streams).layout
  }

  private func carriedStates(streams: Int) -> (layout: ParameterLayout, slots: StateSlots) {
    var layout = ParameterLayout()
    let slots = StateSlots(decoder.stack) {
      layout.claimMatrix($0, rows: streams, columns: decoder.stack.hiddenSize)
    }
    return (layout, slots)
  }

  private func slots(of carried: ParameterBuffer) -> StateSlots {
    carriedStates(streams: carried.layout.entries[0].slot.rows).slots
  }

  /// Copies the states of `streams` to `arena`, in that order: `[B, H]` for each layer. `carried`
  /// has the layout of `carriedLayout`.
  package func states(
    of streams: [UInt32], in carried: ParameterBuffer, _ arena: Arena
  ) -> [RecurrentState] {
    let rows = streams.map { Int32($0) }
    return slots(of: carried).layers.map { slots in
      RecurrentState(
        hidden: carried[slots.hidden].gathering(rows, arena),
        cell: slots.cell.map { carried[$0].gathering(rows, arena) }
          ?? arena.matrix(rows: rows.count, columns: 0))
    }
  }

  /// Writes `states` `[B, H]`, the states of `streams` in that order, to `carried`. Several workers
  /// may do so at once if each has streams of its own.
  package func store(
    _ states: [RecurrentState], of streams: [UInt32], in carried: ParameterBuffer
  ) {
    for (slots, state) in zip(slots(of: carried).layers, states) {
      for (row, stream) in streams.enumerated() {
        carried[slots.hidden].row(Int(stream)).copy(from: state.hidden.row(row))
        if let cell = slots.cell { carried[cell].row(Int(stream)).copy(from: state.cell.row(row)) }
      }
    }
  }
}

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
