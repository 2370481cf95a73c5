// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import TestSupport
import Testing

/// Clipping of the gradient by a recurrent state, at each step back.
@Suite struct StateClippingTests {
  private static let limit: Float = 0.7

  /// Goes back step by step, without clipping in the layer, and clips in between.
  @Test(arguments: RecurrentKind.all)
  func agreesWithStepsThatAreClippedOneByOne(_ kind: RecurrentKind) {
    let steps = 5
    let made = RecurrentBench(kind, [steps], inputSize: 3, hiddenSize: 4)
    let (layer, bench) = (made.layer, made.bench)
    let arena = bench.workspace.arena
    let hiddenSize = layer.hiddenSize
    var generator = SeededGenerator(seed: 3)
    let dHidden = arena.random(rows: steps, columns: hiddenSize, &generator)

    let one = PackedLengths([1])
    var (state, saved) = (made.initial, [RecurrentLayer.Saved]())
    for step in 0..<steps {
      saved.append(
        layer.forward(LayerInput(made.input.matrix.row(step)), one, initial: state, bench.pass()))
      state = layer.finalState(saved[step], one, bench.pass())
    }
    let dState = layer.zeroState(rows: 1, bench.pass())
    var (dInput, clipped) = ([[Float]](), 0)
    for step in (0..<steps).reversed() {
      let hidden = arena.matrix(rows: 1, columns: hiddenSize, dHidden.row(step).elements)
      bench.workspace.kernels.add(dState.hidden, to: hidden)
      dState.hidden.fill(0)
      let both = hidden.elements + dState.cell.elements
      let norm = both.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      if norm > Double(Self.limit) {
        clipped += 1
        for part in [hidden, dState.cell] {
          part.copy(from: part.elements.map { Float(Double($0) * Double(Self.limit) / norm) })
        }
      }
      let d = layer.backward(hidden, dState, saved[step], one, bench.pass())
      dInput.insert(d.elements, at: 0)
    }
    #expect((1...steps).contains(clipped))
    let expected = (bench.gradient, dState.hidden.elements, dState.cell.elements)
    bench.terms.clear()

    let pass = bench.pass(stateClipNorm: Self.limit)
    let found = layer.zeroState(rows: 1, pass)
    let whole = layer.forward(made.input, made.lengths, initial: made.initial, pass)
    let dWhole = layer.backward(dHidden, found, whole, made.lengths, pass)
    expectClose(dWhole.elements, dInput.flatMap(\.self), relative: 2e-6, "input")
    expectClose(found.hidden.elements, expected.1, relative: 2e-6, "hidden state")
    expectClose(found.cell.elements, expected.2, relative: 2e-6, "cell state")
    for entry in bench.parameters.layout.entries {
      expectClose(
        bench.gradient.values(entry.slot), expected.0.values(entry.slot), relative: 2e-6,
        entry.name)
    }
  }

  /// Sentences of unequal length: the gradient of each by itself, and no bits change if nothing is
  /// clipped.
  @Test(arguments: RecurrentKind.all)
  func clipsEachSentenceByItselfAndNothingBelowTheLimit(_ kind: RecurrentKind) {
    func gradient(_ limit: Float?, sentences: [Int]) -> (input: [Float], all: [Float]) {
      let made = RecurrentBench(kind, sentences, inputSize: 3, hiddenSize: 4)
      let pass = made.bench.pass(stateClipNorm: limit)
      let saved = made.layer.forward(made.input, made.lengths, initial: made.initial, pass)
      var generator = SeededGenerator(seed: 3)
      let dHidden = made.workspace.arena.random(
        rows: made.lengths.rows, columns: made.layer.hiddenSize, &generator)
      let dState = made.layer.zeroState(rows: sentences.count, pass)
      let dInput = made.layer.backward(dHidden, dState, saved, made.lengths, pass)
      return withExtendedLifetime(made) { (dInput.elements, made.bench.gradient.elements) }
    }
    let sentences = [4, 2, 1]
    let free = gradient(nil, sentences: sentences)
    let unclipped = gradient(1e30, sentences: sentences)
    expectSameBits(unclipped.input, free.input, "input")
    expectSameBits(unclipped.all, free.all, "parameters")
    let clipped = gradient(Self.limit, sentences: sentences)
    #expect(clipped.input != free.input)
    let areFinite = clipped.all.allSatisfy { $0.isFinite }
    #expect(areFinite)
  }
}
