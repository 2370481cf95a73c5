// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import TestSupport
import Testing

@Suite struct DirectedLayerTests {
  /// Unequal lengths, a single step, a single sentence, and halves that are not a multiple of the
  /// vector size.
  private static let shapes: [(lengths: [Int], inputSize: Int, hiddenSize: Int)] = [
    ([4, 2, 1], 3, 6), ([1, 1], 2, 2), ([3], 1, 4), ([1], 3, 2),
  ]

  @Test(arguments: RecurrentCell.allCases, shapes.indices)
  func gradientOfTwoDirectionsAgreesWithCentralDifferences(_ cell: RecurrentCell, _ shape: Int) {
    let kind = RecurrentKind(cell: cell, isNormalized: false)
    let bench = DirectedBench(kind, Self.shapes[shape], isBidirectional: true)
    bench.bench.expectGradients(
      of: ["input": bench.input.matrix]
    ) { bench.pass(initial: nil) }
  }

  @Test(arguments: RecurrentCell.allCases)
  func gradientOfRepeatedRowsInTwoDirectionsAgreesWithCentralDifferences(_ cell: RecurrentCell) {
    let bench = DirectedBench(
      RecurrentKind(cell: cell, isNormalized: false), ([4, 2, 1], 3, 6), isBidirectional: true,
      repeated: [1, 0, 1, 1, 2, 0, 1])
    bench.bench.expectGradients(
      of: ["input": bench.input.matrix]
    ) { bench.pass(initial: nil) }
  }

  @Test(arguments: shapes.indices)
  func gradientOfOneDirectionAgreesWithCentralDifferences(_ shape: Int) {
    let kind = RecurrentKind(cell: .lstm, isNormalized: false)
    let bench = DirectedBench(kind, Self.shapes[shape], isBidirectional: false)
    var generator = SeededGenerator(seed: 7)
    let states = (0..<2).map { _ in
      bench.workspace.arena.random(
        rows: bench.lengths.sentences, columns: bench.layer.hiddenSize, &generator)
    }
    let initial = RecurrentState(hidden: states[0], cell: states[1])
    bench.bench.expectGradients(
      of: ["input": bench.input.matrix, "hidden": initial.hidden, "cell": initial.cell]
    ) { bench.pass(initial: initial) }
  }

  /// The second half is the output of its layer for the reversed sentences, in the original word
  /// order. Its last state is the one after the first word.
  @Test(arguments: RecurrentKind.all) func theSecondHalfReadsBackward(_ kind: RecurrentKind) {
    let lengths = [4, 2, 2, 1]
    let bench = DirectedBench(kind, (lengths, 3, 6), isBidirectional: true)
    let outputs = bench.pass(initial: nil).outputs
    for (sentence, length) in lengths.enumerated() {
      let alone = PackedLengths([length])
      let rows = (0..<length).map { Int32(bench.lengths.row(sentence: sentence, step: $0)) }
      for (direction, rows) in [rows, rows.reversed()].enumerated() {
        let saved = bench.layer.directions[direction].forward(
          LayerInput(bench.input.matrix.gathering(rows, bench.workspace.arena)), alone,
          initial: nil, bench.bench.pass())
        let half = 3 * direction..<3 * direction + 3
        for (step, row) in rows.enumerated() {
          expectClose(
            Array(outputs[0].row(Int(row)).elements[half]), saved.hidden.row(step).elements,
            relative: 1e-6, "output of row \(row)")
        }
        expectClose(
          Array(outputs[1].row(sentence).elements[half]),
          saved.hidden.row(length - 1).elements, relative: 1e-6, "state of sentence \(sentence)")
      }
    }
  }
}

/// A directed layer with random input.
private struct DirectedBench {
  let bench: LayerBench<DirectedLayer>
  let lengths: PackedLengths
  let input: LayerInput

  init(
    _ kind: RecurrentKind, _ shape: (lengths: [Int], inputSize: Int, hiddenSize: Int),
    isBidirectional: Bool, repeated: [Int32]? = nil
  ) {
    var generator = SeededGenerator(seed: 5)
    bench = LayerBench(&generator, range: kind.range) {
      DirectedLayer(
        &$0, name: "layer", layer: 0, cell: kind.cell, isNormalized: kind.isNormalized,
        isBidirectional: isBidirectional, inputSize: shape.inputSize,
        hiddenSize: shape.hiddenSize)
    }
    for layer in bench.layer.directions { kind.setBiases(of: layer, bench.parameters) }
    lengths = PackedLengths(shape.lengths)
    let rows = repeated.map { Int($0.max() ?? 0) + 1 } ?? lengths.rows
    input = LayerInput(
      bench.workspace.arena.random(rows: rows, columns: shape.inputSize, &generator),
      repeated: repeated)
  }

  var layer: DirectedLayer { bench.layer }
  var workspace: Workspace { bench.workspace }

  func pass(initial: RecurrentState?) -> LayerPass {
    let saved = layer.forward(input, lengths, initial: initial, bench.pass())
    let final = layer.finalState(saved, lengths, bench.pass())
    return LayerPass(outputs: [saved.output, final.hidden, final.cell]) { gradients in
      let dState = RecurrentState(hidden: gradients[1], cell: gradients[2])
      let dInput = layer.backward(
        gradients[0], dState, saved, lengths, bench.pass())
      return initial == nil ? [dInput] : [dInput, dState.hidden, dState.cell]
    }
  }
}
