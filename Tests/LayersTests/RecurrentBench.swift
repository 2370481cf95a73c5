// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import TestSupport
import Testing

/// A kind of recurrent layer.
struct RecurrentKind: Sendable, CustomTestStringConvertible {
  let cell: RecurrentCell
  let isNormalized: Bool

  var testDescription: String { (isNormalized ? "normalized " : "") + cell.rawValue }

  static let all = RecurrentCell.allCases.flatMap { cell in
    [false, true].map { RecurrentKind(cell: cell, isNormalized: $0) }
  }

  /// The step of central differences: short where the layer is far from a polynomial.
  var step: Float { isNormalized ? 0x1p-7 : 0x1p-4 }
  var tolerance: Double { isNormalized ? 2e-4 : 3e-5 }
  /// Normalizing very few elements leaves nothing smooth.
  func hiddenSize(_ size: Int) -> Int { isNormalized ? max(size, 5) : size }
  /// The kink of rectified units must lie far from all that central differences try: small weights, and
  /// biases that keep every other unit at work and the rest at rest.
  var range: Float { cell == .relu ? 0.2 : 1 }

  func setBiases(of layer: RecurrentLayer, _ parameters: ParameterBuffer) {
    guard cell == .relu else { return }
    let bias = parameters[layer.bias]
    for unit in 0..<bias.columns { bias[0, unit] = unit.isMultiple(of: 2) ? 6 : -6 }
  }
}

/// A recurrent layer, an input and an initial state at random.
struct RecurrentBench {
  let bench: LayerBench<RecurrentLayer>
  let lengths: PackedLengths
  let input: MatrixView
  let initial: RecurrentState

  init(
    _ kind: RecurrentKind, _ lengths: [Int], inputSize: Int, hiddenSize: Int, seed: UInt64 = 1
  ) {
    var generator = SeededGenerator(seed: seed)
    let hiddenSize = kind.hiddenSize(hiddenSize)
    bench = LayerBench(&generator, range: kind.range) {
      RecurrentLayer(
        &$0, name: "layer", layer: 0, cell: kind.cell, isNormalized: kind.isNormalized,
        inputSize: inputSize, hiddenSize: hiddenSize)
    }
    kind.setBiases(of: bench.layer, bench.parameters)
    self.lengths = PackedLengths(lengths)
    let arena = bench.workspace.arena
    input = arena.random(rows: self.lengths.rows, columns: inputSize, &generator)
    initial = RecurrentState(
      hidden: arena.random(rows: lengths.count, columns: hiddenSize, &generator),
      cell: arena.random(
        rows: lengths.count, columns: kind.cell.hasCellState ? hiddenSize : 0, &generator))
  }

  var layer: RecurrentLayer { bench.layer }
  var workspace: Workspace { bench.workspace }

  /// Output, last hidden and last cell state; the way back to input, hidden and cell state at first.
  func pass(fromZero: Bool = false) -> LayerPass {
    let saved = layer.forward(
      input, lengths, initial: fromZero ? nil : initial, bench.weights, workspace)
    let final = layer.finalState(saved, lengths, workspace)
    return LayerPass(outputs: [saved.hidden, final.hidden, final.cell]) { gradients in
      let dState = RecurrentState(hidden: gradients[1], cell: gradients[2])
      let dInput = layer.backward(
        gradients[0], dState, saved, lengths, bench.weights, into: bench.terms, workspace)
      return fromZero ? [dInput] : [dInput, dState.hidden, dState.cell]
    }
  }
}
