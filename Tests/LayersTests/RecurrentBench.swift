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

  static let all = (RecurrentCell.allCases + formulas).flatMap { cell in
    [false, true].map { RecurrentKind(cell: cell, isNormalized: $0) }
  }

  /// Formulas with and without a cell state, and with and without parts of gates.
  private static let formulas: [RecurrentCell] = [
    formula("c = sigmoid(a1) * c + sigmoid(a2) * tanh(a3); h = sigmoid(a4) * tanh(c)"),
    formula("h = tanh(a1) + (1 - sigmoid(a2)) * h"),
    formula("r = sigmoid(a1); c = tanh(x2 + r * h2) * (1 - r * tanh(c)) + sigmoid(h1); h = c"),
    formula("c = sigmoid(h) * c + tanh(a1) * tanh(a1); h = tanh(c * h) + sigmoid(h1)"),
  ]

  static func formula(_ text: String) -> RecurrentCell {
    guard let cell = RecurrentCell(rawValue: text) else { preconditionFailure(text) }
    return cell
  }

  /// The step of central differences: small if the layer is far from polynomial.
  var step: Float { isFarFromPolynomial ? 0x1p-7 : 0x1p-4 }
  var tolerance: Double { isFarFromPolynomial ? 2e-4 : 3e-5 }
  private var isFarFromPolynomial: Bool {
    if case .formula = cell { true } else { isNormalized }
  }
  /// Normalization of very few elements is not smooth.
  func hiddenSize(_ size: Int) -> Int { isNormalized ? max(size, 5) : size }
  /// Central differences must stay away from the kink of rectified units. Small weights and the
  /// biases keep every other unit active and the rest inactive.
  var range: Float { isRectified ? 0.2 : 1 }
  private var isRectified: Bool { cell.rawValue.contains("relu") }

  func setBiases(of layer: RecurrentLayer, _ parameters: ParameterBuffer) {
    guard isRectified else { return }
    let bias = parameters[layer.bias]
    for unit in 0..<bias.columns { bias[0, unit] = unit.isMultiple(of: 2) ? 6 : -6 }
  }
}

/// A recurrent layer with random input and a random initial state.
struct RecurrentBench {
  let bench: LayerBench<RecurrentLayer>
  let lengths: PackedLengths
  let input: LayerInput
  let initial: RecurrentState

  /// `repeated` are the rows of the input that the rows of the batch repeat; nil for a row of its
  /// own for each.
  init(
    _ kind: RecurrentKind, _ lengths: [Int], inputSize: Int, hiddenSize: Int,
    repeated: [Int32]? = nil, seed: UInt64 = 1
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
    let rows = repeated.map { Int($0.max() ?? 0) + 1 } ?? self.lengths.rows
    input = LayerInput(
      arena.random(rows: rows, columns: inputSize, &generator), repeated: repeated)
    initial = RecurrentState(
      hidden: arena.random(rows: lengths.count, columns: hiddenSize, &generator),
      cell: arena.random(
        rows: lengths.count, columns: kind.cell.hasCellState ? hiddenSize : 0, &generator))
  }

  var layer: RecurrentLayer { bench.layer }
  var workspace: Workspace { bench.workspace }

  /// Computes the output and the last hidden and cell states; backward, the gradients of the input
  /// and of the initial hidden and cell states.
  func pass(fromZero: Bool = false) -> LayerPass {
    let saved = layer.forward(
      input, lengths, initial: fromZero ? nil : initial, bench.pass())
    let final = layer.finalState(saved, lengths, bench.pass())
    return LayerPass(outputs: [saved.hidden, final.hidden, final.cell]) { gradients in
      let dState = RecurrentState(hidden: gradients[1], cell: gradients[2])
      let dInput = layer.backward(
        gradients[0], dState, saved, lengths, bench.pass())
      return fromZero ? [dInput] : [dInput, dState.hidden, dState.cell]
    }
  }
}
