// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import TestSupport

/// An LSTM layer with weights, an input and an initial state, ready to run.
struct LSTMBench {
  let layer: LSTM
  let lengths: PackedLengths
  let parameters: ParameterBuffer
  let weights: Weights
  let gradient: ParameterBuffer
  let workspace: Workspace
  let input: MatrixView
  let initial: LSTMState

  private init(
    _ lengths: [Int], inputSize: Int, hiddenSize: Int, packed: Bool,
    fill: (MatrixView, String) throws -> Void
  ) rethrows {
    var layout = ParameterLayout()
    layer = LSTM(&layout, name: "lstm", layer: 0, inputSize: inputSize, hiddenSize: hiddenSize)
    parameters = ParameterBuffer(layout)
    try fill(parameters[layer.inputWeight], "weight_ih")
    try fill(parameters[layer.hiddenWeight], "weight_hh")
    try fill(parameters[layer.bias], "bias")
    let slots = packed ? [layer.inputWeight, layer.hiddenWeight] : []
    weights = Weights(parameters, packing: slots.flatMap { [($0, .transposed), ($0, .stored)] })
    gradient = ParameterBuffer(layout)
    workspace = Workspace()
    self.lengths = PackedLengths(lengths)
    let (arena, batch) = (workspace.arena, lengths.count)
    input = arena.matrix(rows: self.lengths.rows, columns: inputSize)
    initial = LSTMState(
      hidden: arena.matrix(rows: batch, columns: hiddenSize),
      cell: arena.matrix(rows: batch, columns: hiddenSize))
    try fill(input, "x")
    try fill(initial.hidden, "h0")
    try fill(initial.cell, "c0")
  }

  init(_ golden: Golden, packed: Bool) throws {
    try self.init(
      golden.integers("lengths"), inputSize: golden.shape("x")[1],
      hiddenSize: golden.shape("h0")[1], packed: packed
    ) { matrix, name in try matrix.copy(from: golden.floats(name)) }
  }

  /// Everything at random.
  init(_ lengths: [Int], inputSize: Int, hiddenSize: Int, seed: UInt64, packed: Bool = false) {
    var generator = SeededGenerator(seed: seed)
    self.init(lengths, inputSize: inputSize, hiddenSize: hiddenSize, packed: packed) { matrix, _ in
      matrix.copy(from: generator.floats(matrix.count))
    }
  }

  func forward() -> LSTM.Saved {
    layer.forward(input, lengths, initial: initial, weights, workspace)
  }

  func backward(
    dHidden: MatrixView, dFinal: LSTMState, _ saved: LSTM.Saved
  ) -> (dInput: MatrixView, dInitial: LSTMState) {
    layer.backward(
      dHidden, dFinal: dFinal, saved, lengths, weights, into: gradient, workspace)
  }
}
