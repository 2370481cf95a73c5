// SPDX-License-Identifier: Apache-2.0

package import Compute

/// A recurrent layer in one or two directions. With two, one half of the layer reads forward and
/// the other backward (Schuster and Paliwal, "Bidirectional recurrent neural networks", 1997), and
/// their outputs and states are concatenated.
package struct DirectedLayer: Sendable {
  /// One direction, or two of half the size.
  package let directions: [RecurrentLayer]

  package init(
    _ layout: inout ParameterLayout, name: String, layer: Int, cell: RecurrentCell,
    isNormalized: Bool, isBidirectional: Bool, inputSize: Int, hiddenSize: Int
  ) {
    precondition(!isBidirectional || hiddenSize % 2 == 0, "two halves")
    var made: [RecurrentLayer] = []
    for suffix in isBidirectional ? ["", "_reverse"] : [""] {
      made.append(
        RecurrentLayer(
          &layout, name: name, layer: layer, suffix: suffix, cell: cell,
          isNormalized: isNormalized, inputSize: inputSize,
          hiddenSize: isBidirectional ? hiddenSize / 2 : hiddenSize))
    }
    directions = made
  }

  /// The direction that reads forward.
  package var ahead: RecurrentLayer { directions[0] }
  package var isBidirectional: Bool { directions.count == 2 }
  package var hiddenSize: Int { directions.reduce(0) { $0 + $1.hiddenSize } }

  package func zeroState(rows: Int, _ pass: Pass) -> RecurrentState {
    let parts = directions.map { $0.zeroState(rows: rows, pass) }
    return isBidirectional ? joined(parts, pass) : parts[0]
  }

  package struct Saved {
    package let directions: [RecurrentLayer.Saved]
    /// `[N, H]`
    package let output: MatrixView

    package init(directions: [RecurrentLayer.Saved], output: MatrixView) {
      self.directions = directions
      self.output = output
    }
  }
}

// MARK: - Forward

extension DirectedLayer {
  /// Runs over `input` from the state `initial`, or from zeros. A layer with two
  /// directions always starts from zeros.
  package func forward(
    _ input: LayerInput, _ lengths: PackedLengths, initial: RecurrentState?, _ pass: Pass
  ) -> Saved {
    let ahead = self.ahead.forward(input, lengths, initial: initial, pass)
    guard isBidirectional else { return Saved(directions: [ahead], output: ahead.hidden) }
    precondition(initial == nil, "two directions start from zeros")
    let reversed = lengths.reversedRows
    let back = directions[1].forward(
      input.gathering(reversed, pass.arena), lengths, initial: nil, pass)
    let output = joined(ahead.hidden, back.hidden.gathering(reversed, pass.arena), pass)
    return Saved(directions: [ahead, back], output: output)
  }

  /// Returns the state of each sentence after its own last step, `[B, H]`. The last step of the
  /// backward direction is the first word.
  package func finalState(
    _ saved: Saved, _ lengths: PackedLengths, _ pass: Pass
  ) -> RecurrentState {
    let states = zip(directions, saved.directions).map { $0.finalState($1, lengths, pass) }
    return isBidirectional ? joined(states, pass) : states[0]
  }
}

extension DirectedLayer {
  /// Returns the state after each row's step, `[N, H]`. The backward direction has read the rest of
  /// the sentence.
  package func states(
    _ saved: Saved, _ lengths: PackedLengths, _ pass: Pass
  ) -> RecurrentState {
    let ahead = saved.directions[0].state
    guard isBidirectional else { return ahead }
    let back = saved.directions[1].state.gathering(lengths.reversedRows, pass)
    return joined([ahead, back], pass)
  }
}

extension RecurrentLayer {
  /// Returns the gates at each row's step after the functions of the cell, gate by gate: `[N, GH]`;
  /// without columns for a cell whose gates have no names.
  package func gates(_ saved: Saved, _ pass: Pass) -> MatrixView {
    cell.gateNames.isEmpty
      ? pass.arena.matrix(rows: saved.buffers.gates.rows, columns: 0) : saved.buffers.gates
  }
}

extension DirectedLayer {
  /// Returns the gates at each row's step, gate by gate: `[N, GH]`. Each gate has the units that read
  /// forward and then those that read backward.
  package func gates(_ saved: Saved, _ lengths: PackedLengths, _ pass: Pass) -> MatrixView {
    let ahead = self.ahead.gates(saved.directions[0], pass)
    guard isBidirectional else { return ahead }
    let back = directions[1].gates(saved.directions[1], pass)
      .gathering(lengths.reversedRows, pass.arena)
    let all = pass.arena.matrix(rows: ahead.rows, columns: 2 * ahead.columns)
    let half = self.ahead.hiddenSize
    for row in 0..<all.rows {
      for gate in self.ahead.cell.gateNames.indices {
        let part = gate * half..<(gate + 1) * half
        for (side, gates) in [ahead, back].enumerated() {
          let place = (2 * gate + side) * half
          all.row(row).elements(place..<place + half).copy(from: gates.row(row).elements(part))
        }
      }
    }
    return all
  }
}

// MARK: - Backward

extension DirectedLayer {
  /// Works as `RecurrentLayer.backward`. With two directions, `dState` is not updated, because
  /// there is no initial state.
  package func backward(
    _ dOutput: MatrixView, _ dState: RecurrentState, _ saved: Saved, _ lengths: PackedLengths,
    _ pass: Pass
  ) -> MatrixView {
    guard isBidirectional else {
      return ahead.backward(
        dOutput, dState, saved.directions[0], lengths, pass)
    }
    let reversed = lengths.reversedRows
    let parts = directions.indices.map { index in
      let part = split(dOutput, index, pass)
      return directions[index].backward(
        index == 0 ? part : part.gathering(reversed, pass.arena),
        RecurrentState(
          hidden: split(dState.hidden, index, pass),
          cell: split(dState.cell, index, pass)),
        saved.directions[index], lengths, pass)
    }
    let isReversed = saved.directions[1].input.repeated == nil
    let dInput = isReversed ? parts[1].gathering(reversed, pass.arena) : parts[1]
    pass.kernels.add(parts[0], to: dInput)
    return dInput
  }
}

// MARK: - Halves

extension DirectedLayer {
  func joined(
    _ left: MatrixView, _ right: MatrixView, _ pass: Pass
  ) -> MatrixView {
    let both = pass.arena.matrix(rows: left.rows, columns: left.columns + right.columns)
    both.copy(columnsFrom: 0, from: left)
    both.copy(columnsFrom: left.columns, from: right)
    return both
  }

  func joined(_ states: [RecurrentState], _ pass: Pass) -> RecurrentState {
    RecurrentState(
      hidden: joined(states[0].hidden, states[1].hidden, pass),
      cell: joined(states[0].cell, states[1].cell, pass))
  }

  private func split(_ matrix: MatrixView, _ index: Int, _ pass: Pass) -> MatrixView {
    let half = pass.arena.matrix(rows: matrix.rows, columns: matrix.columns / 2)
    half.copy(from: matrix, columnsFrom: index * half.columns)
    return half
  }
}
