// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers

/// The places of each layer's hidden state and, if the cell has one, cell state in a layout.
package struct StateSlots: Sendable {
  package let layers: [(hidden: ParameterSlot, cell: ParameterSlot?)]

  /// `claim` claims a slot of H columns with the given name.
  init<Layer>(_ stack: RecurrentStack<Layer>, _ claim: (String) -> ParameterSlot) {
    layers = stack.recurrentLayers.enumerated().map { index, layer in
      (claim("hidden_l\(index)"), layer.cell.hasCellState ? claim("cell_l\(index)") : nil)
    }
  }
}

/// The states of several streams of text that are carried on from window to window. All layers read
/// in one direction.
extension RecurrentStack {
  /// Returns the layout of the states: `[streams, H]` for each layer and kind of state.
  package func carriedLayout(streams: Int) -> ParameterLayout {
    carriedStates(streams: streams).layout
  }

  private func carriedStates(streams: Int) -> (layout: ParameterLayout, slots: StateSlots) {
    var layout = ParameterLayout()
    let slots = StateSlots(self) {
      layout.claimMatrix($0, rows: streams, columns: hiddenSize)
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
