// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import TestSupport

/// An LSTM layer with weights, an input and an initial state.
struct LSTMBench {
  let layer: RecurrentLayer
  let lengths: PackedLengths
  let parameters: ParameterBuffer
  let weights: Weights
  let terms: GradientTerms
  let workspace: Workspace
  let input: MatrixView
  let initial: RecurrentState

  private init(
    _ lengths: [Int], inputSize: Int, hiddenSize: Int, packed: Bool,
    values: (Int, String) throws -> [Float]
  ) rethrows {
    var layout = ParameterLayout()
    layer = RecurrentLayer(
      &layout, name: "lstm", layer: 0, inputSize: inputSize, hiddenSize: hiddenSize)
    parameters = ParameterBuffer(layout)
    let slots = [layer.inputWeight, layer.hiddenWeight, layer.bias]
    for (slot, name) in zip(slots, ["weight_ih", "weight_hh", "bias"]) {
      try parameters.setValues(values(slot.rows * slot.columns, name), of: slot)
    }
    let matrices = packed ? slots.prefix(2) : []
    weights = Weights(
      parameters, packing: matrices.flatMap { [($0, .transposed), ($0, .stored)] })
    terms = GradientTerms(layout)
    workspace = Workspace()
    self.lengths = PackedLengths(lengths)
    let (arena, batch) = (workspace.arena, lengths.count)
    input = arena.matrix(rows: self.lengths.rows, columns: inputSize)
    initial = RecurrentState(
      hidden: arena.matrix(rows: batch, columns: hiddenSize),
      cell: arena.matrix(rows: batch, columns: hiddenSize))
    for (matrix, name) in [(input, "x"), (initial.hidden, "h0"), (initial.cell, "c0")] {
      try matrix.copy(from: values(matrix.count, name))
    }
  }

  init(_ golden: Golden, packed: Bool) throws {
    try self.init(
      golden.integers("lengths"), inputSize: golden.shape("x")[1],
      hiddenSize: golden.shape("h0")[1], packed: packed
    ) { _, name in try golden.floats(name) }
  }

  /// Fills everything with random numbers.
  init(_ lengths: [Int], inputSize: Int, hiddenSize: Int, seed: UInt64, packed: Bool = false) {
    var generator = SeededGenerator(seed: seed)
    self.init(lengths, inputSize: inputSize, hiddenSize: hiddenSize, packed: packed) { count, _ in
      generator.floats(count)
    }
  }

  /// The sum of the gradient terms since they were cleared.
  var gradient: ParameterBuffer { terms.sum(parameters.layout, workspace) }

  func forward(fromZero: Bool = false) -> RecurrentLayer.Saved {
    layer.forward(input, lengths, initial: fromZero ? nil : initial, weights, workspace)
  }

  /// Runs backward; `dState` is overwritten with the gradient of the initial state.
  func backward(
    dHidden: MatrixView, dState: RecurrentState, _ saved: RecurrentLayer.Saved
  ) -> (dInput: MatrixView, dInitial: RecurrentState) {
    let dInput = layer.backward(
      dHidden, dState, saved, lengths, weights, into: terms, workspace)
    return (dInput, dState)
  }
}
