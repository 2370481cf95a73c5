// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import TestSupport
import Testing

/// Compares the gradient of every parameter and every input with central differences.
@Suite struct LSTMGradientTests {
  /// Unequal lengths, one step, one sentence, and sizes that do not fill a vector.
  private static let shapes: [(lengths: [Int], inputSize: Int, hiddenSize: Int)] = [
    ([4, 2, 2, 1], 3, 5), ([1, 1, 1], 2, 3), ([3], 1, 1), ([1], 3, 2), ([3, 1], 5, 17),
  ]

  @Test(arguments: shapes.indices) func agreesWithCentralDifferences(_ shape: Int) {
    let (lengths, inputSize, hiddenSize) = Self.shapes[shape]
    let bench = LSTMBench(
      lengths, inputSize: inputSize, hiddenSize: hiddenSize, seed: UInt64(shape))
    let loss = Loss(bench, seed: 9)
    let back = loss.backward(bench)
    let found = [
      ("input", bench.input, back.dInput.elements),
      ("initial hidden", bench.initial.hidden, back.dInitial.hidden.elements),
      ("initial cell", bench.initial.cell, back.dInitial.cell.elements),
    ]
    let gradient = bench.gradient
    let slots = [
      ("input weight", bench.layer.inputWeight), ("hidden weight", bench.layer.hiddenWeight),
      ("bias", bench.layer.bias),
    ].map { ($0, bench.parameters[$1], gradient[$1].elements) }
    for (name, place, found) in found + slots {
      let expected = centralDifferences(at: place) { loss.value(bench) }
      expectClose(found, expected, relative: 3e-5, name)
    }
  }

  /// Except for the order of sums, no initial state is the same as one of zeros.
  @Test(arguments: [[4, 2, 2, 1], [1, 1], [3]]) func startsFromZeros(_ lengths: [Int]) {
    let bench = LSTMBench(lengths, inputSize: 3, hiddenSize: 5, seed: 11)
    bench.initial.hidden.fill(0)
    bench.initial.cell.fill(0)
    let loss = Loss(bench, seed: 12)
    let expected = (
      bench.forward().hidden.elements, loss.backward(bench).dInput.elements,
      bench.gradient.elements
    )
    bench.terms.clear()
    let found = (
      bench.forward(fromZero: true).hidden.elements,
      loss.backward(bench, fromZero: true).dInput.elements, bench.gradient.elements
    )
    expectClose(found.0, expected.0, relative: 1e-6, "output")
    expectClose(found.1, expected.1, relative: 1e-6, "gradient of the input")
    expectClose(found.2, expected.2, relative: 1e-6, "gradient of the weights")
  }

  @Test func backwardAddsToTheGradient() {
    let bench = LSTMBench([3, 2], inputSize: 3, hiddenSize: 5, seed: 1)
    let loss = Loss(bench, seed: 2)
    _ = loss.backward(bench)
    let once = bench.gradient.elements
    _ = loss.backward(bench)
    expectClose(bench.gradient.elements, once.map { $0 * 2 }, relative: 1e-6, "gradient")
  }

  /// Sentences do not affect each other, neither forward nor backward.
  @Test func sentencesDoNotMix() {
    let lengths = [5, 3, 3, 1]
    for changed in lengths.indices {
      let (before, after) = (run(lengths), run(lengths, changing: changed))
      for sentence in lengths.indices {
        let rows = before[sentence]
        if sentence == changed {
          #expect(rows != after[sentence])
        } else {
          expectSameBits(after[sentence], rows, "sentence \(sentence) beside \(changed)")
        }
      }
    }
  }

  /// Returns the results of each sentence; `changing` modifies the first input of one sentence.
  private func run(_ lengths: [Int], changing changed: Int? = nil) -> [[Float]] {
    let bench = LSTMBench(lengths, inputSize: 3, hiddenSize: 5, seed: 3)
    let loss = Loss(bench, seed: 4)
    if let changed { bench.input[bench.lengths.row(sentence: changed, step: 0), 1] += 0.5 }
    let saved = bench.forward()
    let hidden = saved.hidden.elements
    let final = bench.layer.finalState(saved, bench.lengths, bench.workspace)
    let back = loss.backward(bench)
    return lengths.indices.map { sentence in
      let rows = (0..<lengths[sentence]).map { bench.lengths.row(sentence: sentence, step: $0) }
      return rows.flatMap { hidden[$0 * 5..<($0 + 1) * 5] + back.dInput.row($0).elements }
        + [final.hidden, final.cell, back.dInitial.hidden, back.dInitial.cell]
        .flatMap { $0.row(sentence).elements }
    }
  }
}

/// A weighted sum of the outputs and final states of a layer.
private struct Loss {
  let dHidden: [Float]
  let dFinal: (hidden: [Float], cell: [Float])

  init(_ bench: LSTMBench, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    dHidden = generator.floats(bench.lengths.rows * bench.layer.hiddenSize)
    let count = bench.lengths.sentences * bench.layer.hiddenSize
    dFinal = (generator.floats(count), generator.floats(count))
  }

  func value(_ bench: LSTMBench) -> Double {
    bench.workspace.arena.scope {
      let saved = bench.forward()
      let final = bench.layer.finalState(saved, bench.lengths, bench.workspace)
      return dot(dHidden, saved.hidden) + dot(dFinal.hidden, final.hidden)
        + dot(dFinal.cell, final.cell)
    }
  }

  func backward(
    _ bench: LSTMBench, fromZero: Bool = false
  ) -> (dInput: MatrixView, dInitial: RecurrentState) {
    let arena = bench.workspace.arena
    let (rows, sentences) = (bench.lengths.rows, bench.lengths.sentences)
    let hiddenSize = bench.layer.hiddenSize
    return bench.backward(
      dHidden: arena.matrix(rows: rows, columns: hiddenSize, dHidden),
      dState: RecurrentState(
        hidden: arena.matrix(rows: sentences, columns: hiddenSize, dFinal.hidden),
        cell: arena.matrix(rows: sentences, columns: hiddenSize, dFinal.cell)),
      bench.forward(fromZero: fromZero))
  }
}
