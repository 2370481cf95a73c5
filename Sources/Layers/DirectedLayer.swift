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

  package var isBidirectional: Bool { directions.count == 2 }
  package var hiddenSize: Int { directions.reduce(0) { $0 + $1.hiddenSize } }

  package func zeroState(rows: Int, _ workspace: Workspace) -> RecurrentState {
    let parts = directions.map { $0.zeroState(rows: rows, workspace) }
    return isBidirectional ? joined(parts, workspace) : parts[0]
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
  /// Runs over `input` `[N, D]` from the state `initial`, or from zeros. A layer with two
  /// directions always starts from zeros.
  package func forward(
    _ input: MatrixView, _ lengths: PackedLengths, initial: RecurrentState?, _ weights: Weights,
    _ workspace: Workspace
  ) -> Saved {
    let ahead = directions[0].forward(input, lengths, initial: initial, weights, workspace)
    guard isBidirectional else { return Saved(directions: [ahead], output: ahead.hidden) }
    precondition(initial == nil, "two directions start from zeros")
    let reversed = lengths.reversedRows
    let back = directions[1].forward(
      input.gathering(reversed, workspace.arena), lengths, initial: nil, weights, workspace)
    let output = joined(ahead.hidden, back.hidden.gathering(reversed, workspace.arena), workspace)
    return Saved(directions: [ahead, back], output: output)
  }

  /// Returns the state of each sentence after its own last step, `[B, H]`. The last step of the
  /// backward direction is the first word.
  package func finalState(
    _ saved: Saved, _ lengths: PackedLengths, _ workspace: Workspace
  ) -> RecurrentState {
    let states = zip(directions, saved.directions).map { $0.finalState($1, lengths, workspace) }
    return isBidirectional ? joined(states, workspace) : states[0]
  }
}

// MARK: - Backward

extension DirectedLayer {
  /// Works as `RecurrentLayer.backward`. With two directions, `dState` is not updated, because
  /// there is no initial state.
  package func backward(
    _ dOutput: MatrixView, _ dState: RecurrentState, _ saved: Saved, _ lengths: PackedLengths,
    _ weights: Weights, into gradient: GradientTerms, _ workspace: Workspace
  ) -> MatrixView {
    guard isBidirectional else {
      return directions[0].backward(
        dOutput, dState, saved.directions[0], lengths, weights, into: gradient, workspace)
    }
    let reversed = lengths.reversedRows
    let parts = directions.indices.map { index in
      let part = split(dOutput, index, workspace)
      return directions[index].backward(
        index == 0 ? part : part.gathering(reversed, workspace.arena),
        RecurrentState(
          hidden: split(dState.hidden, index, workspace),
          cell: split(dState.cell, index, workspace)),
        saved.directions[index], lengths, weights, into: gradient, workspace)
    }
    let dInput = parts[1].gathering(reversed, workspace.arena)
    workspace.kernels.add(parts[0], to: dInput)
    return dInput
  }
}

// MARK: - Halves

extension DirectedLayer {
  private func joined(
    _ left: MatrixView, _ right: MatrixView, _ workspace: Workspace
  ) -> MatrixView {
    let both = workspace.arena.matrix(rows: left.rows, columns: left.columns + right.columns)
    both.copy(columnsFrom: 0, from: left)
    both.copy(columnsFrom: left.columns, from: right)
    return both
  }

  private func joined(_ states: [RecurrentState], _ workspace: Workspace) -> RecurrentState {
    RecurrentState(
      hidden: joined(states[0].hidden, states[1].hidden, workspace),
      cell: joined(states[0].cell, states[1].cell, workspace))
  }

  private func split(_ matrix: MatrixView, _ index: Int, _ workspace: Workspace) -> MatrixView {
    let half = workspace.arena.matrix(rows: matrix.rows, columns: matrix.columns / 2)
    half.copy(from: matrix, columnsFrom: index * half.columns)
    return half
  }
}
