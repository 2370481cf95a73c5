// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import TestSupport

/// The LSTM layer of a golden file with its weights, input and initial state.
struct LSTMBench {
  let layer: RecurrentLayer
  let lengths: PackedLengths
  let weights: Weights
  let input: MatrixView
  let initial: RecurrentState
  let workspace = Workspace()
  private let parameters: ParameterBuffer
  private let terms: GradientTerms

  init(_ golden: Golden, packed: Bool) throws {
    var layout = ParameterLayout()
    layer = try RecurrentLayer(
      &layout, name: "lstm", layer: 0, inputSize: golden.shape("x")[1],
      hiddenSize: golden.shape("h0")[1])
    parameters = ParameterBuffer(layout)
    let slots = [layer.inputWeight, layer.hiddenWeight, layer.bias]
    for (slot, name) in zip(slots, ["weight_ih", "weight_hh", "bias"]) {
      try parameters.setValues(golden.floats(name), of: slot)
    }
    let matrices = packed ? slots.prefix(2) : []
    weights = Weights(
      parameters, packing: matrices.flatMap { [($0, .transposed), ($0, .stored)] })
    terms = GradientTerms(layout)
    lengths = try PackedLengths(golden.integers("lengths"))
    let arena = workspace.arena
    input = try golden.matrix("x", arena)
    initial = try RecurrentState(
      hidden: golden.matrix("h0", arena), cell: golden.matrix("c0", arena))
  }

  /// The sum of the gradient terms since they were cleared.
  var gradient: ParameterBuffer { terms.sum(parameters.layout, workspace) }

  var pass: Pass { Pass(weights, workspace, into: terms) }

  func forward() -> RecurrentLayer.Saved {
    layer.forward(LayerInput(input), lengths, initial: initial, pass)
  }

  /// Runs backward; `dState` is overwritten with the gradient of the initial state.
  func backward(
    dHidden: MatrixView, dState: RecurrentState, _ saved: RecurrentLayer.Saved
  ) -> (dInput: MatrixView, dInitial: RecurrentState) {
    let dInput = layer.backward(
      dHidden, dState, saved, lengths, pass)
    return (dInput, dState)
  }
}
