// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import TestSupport
import Testing

@Suite struct RecurrentLayerTests {
  /// Unequal lengths, a single step, a single sentence, and sizes that are not a multiple of the
  /// vector size.
  @Test(
    arguments: RecurrentKind.all,
    [([4, 2, 1], 3, 5), ([1, 1], 2, 3), ([3], 1, 1), ([1], 3, 2)] as [([Int], Int, Int)])
  func gradientAgreesWithCentralDifferences(
    _ kind: RecurrentKind, _ shape: (lengths: [Int], inputSize: Int, hiddenSize: Int)
  ) {
    let bench = RecurrentBench(
      kind, shape.lengths, inputSize: shape.inputSize, hiddenSize: shape.hiddenSize)
    bench.bench.expectGradients(
      of: [
        "input": bench.input.matrix, "hidden": bench.initial.hidden, "cell": bench.initial.cell,
      ],
      relative: kind.tolerance, step: kind.step
    ) { bench.pass() }
  }

  /// Rows that repeat others: one of them once, one not beside its copies.
  @Test(arguments: RecurrentKind.all)
  func gradientOfRepeatedRowsAgreesWithCentralDifferences(_ kind: RecurrentKind) {
    let bench = RecurrentBench(
      kind, [4, 2, 1], inputSize: 3, hiddenSize: 5, repeated: [1, 0, 1, 1, 2, 0, 1])
    bench.bench.expectGradients(
      of: ["input": bench.input.matrix], relative: kind.tolerance, step: kind.step
    ) { bench.pass(fromZero: true) }
  }

  @Test(arguments: RecurrentKind.all) func repeatedRowsGiveTheSameOutputs(_ kind: RecurrentKind) {
    let repeated: [Int32] = [1, 0, 1, 1, 2, 0, 1]
    let bench = RecurrentBench(
      kind, [4, 2, 1], inputSize: 3, hiddenSize: 5, repeated: repeated)
    let written = bench.input.matrix.gathering(repeated, bench.workspace.arena)
    let pass = bench.bench.pass()
    let expected = bench.layer.forward(
      LayerInput(written), bench.lengths, initial: bench.initial, pass)
    expectSameBits(
      bench.pass().outputs[0].elements, expected.hidden.elements, "output")
  }

  @Test(arguments: RecurrentKind.all, [[3, 1], [1]])
  func gradientFromZeroAgreesWithCentralDifferences(_ kind: RecurrentKind, _ lengths: [Int]) {
    let bench = RecurrentBench(kind, lengths, inputSize: 2, hiddenSize: 3)
    bench.bench.expectGradients(
      of: ["input": bench.input.matrix], relative: kind.tolerance, step: kind.step
    ) { bench.pass(fromZero: true) }
  }

  /// No initial state equals an initial state of zeros, except for the order of sums.
  @Test(arguments: RecurrentKind.all) func startsFromZeros(_ kind: RecurrentKind) {
    let bench = RecurrentBench(kind, [4, 2, 2, 1], inputSize: 3, hiddenSize: 5)
    bench.initial.hidden.fill(0)
    bench.initial.cell.fill(0)
    let outputs = [false, true].map { bench.pass(fromZero: $0).outputs.map(\.elements) }
    for (found, expected) in zip(outputs[1], outputs[0]) {
      expectClose(found, expected, relative: 1e-6, "output")
    }
  }

  /// The inference path, which keeps nothing for backward, gives the same outputs.
  @Test(arguments: RecurrentKind.all) func inferenceGivesTheSameOutputs(_ kind: RecurrentKind) {
    let bench = RecurrentBench(kind, [4, 2, 2, 1], inputSize: 3, hiddenSize: 5)
    let (layer, pass) = (bench.layer, bench.bench.pass())
    let expected = bench.pass().outputs
    let found = layer.run(
      gates: layer.inputProducts(bench.input.matrix, pass), bench.lengths,
      state: bench.initial, pass)
    expectSameBits(found.elements, expected[0].elements, "output")
    expectSameBits(bench.initial.hidden.elements, expected[1].elements, "hidden state")
  }

  /// Sentences do not influence each other, forward or backward.
  @Test(arguments: RecurrentKind.all) func sentencesDoNotMix(_ kind: RecurrentKind) {
    let lengths = [5, 3, 3, 1]
    for changed in lengths.indices {
      let before = rowsOfSentences(kind, lengths)
      let after = rowsOfSentences(kind, lengths, changing: changed)
      for sentence in lengths.indices {
        if sentence == changed {
          #expect(before[sentence] != after[sentence])
        } else {
          expectSameBits(
            after[sentence], before[sentence], "sentence \(sentence) beside \(changed)")
        }
      }
    }
  }

  /// Returns all values that belong to each sentence. Changes the first input of sentence
  /// `changed`.
  private func rowsOfSentences(
    _ kind: RecurrentKind, _ lengths: [Int], changing changed: Int? = nil
  ) -> [[Float]] {
    let bench = RecurrentBench(kind, lengths, inputSize: 3, hiddenSize: 5, seed: 3)
    if let changed { bench.input.matrix[bench.lengths.row(sentence: changed, step: 0), 1] += 0.5 }
    let pass = bench.pass()
    let output = pass.outputs[0].elements
    let final = pass.outputs[1...]
    var generator = SeededGenerator(seed: 4)
    let gradients = pass.backward(
      pass.outputs.map {
        bench.workspace.arena.random(rows: $0.rows, columns: $0.columns, &generator)
      })
    return lengths.indices.map { sentence in
      let rows = (0..<lengths[sentence]).map { bench.lengths.row(sentence: sentence, step: $0) }
      return rows.flatMap { output[$0 * 5..<($0 + 1) * 5] + gradients[0].row($0).elements }
        + (final + gradients[1...]).flatMap { $0.row(sentence).elements }
    }
  }
}
