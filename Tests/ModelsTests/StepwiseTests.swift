// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import Models
import TestSupport
import Testing

/// What search computes piece by piece is what training computes at once.
@Suite struct StepwiseTests {
  /// Around the 32 steps that the encoder keeps at a time.
  @Test(arguments: [
    [1], [31], [32], [33], [64], [65, 64, 63, 33, 32, 31, 2, 1], [100, 1], [32, 32],
  ])
  func chunkedStatesAreThoseOfForward(_ lengths: [Int]) {
    let toy = ToyModel(hidden: 7)
    let workspace = toy.workspace
    let weights = Weights(toy.parameters, packing: toy.model.packedForTranslating)
    let inputs = toy.pairs(lengths.map { ($0 - 1, 0) })
      .map { markers.encoderInput($0.source, reversed: false) }
    let tokens = PackedTokens(inputs, numbers: inputs.indices.map(UInt32.init))
    let expected = toy.model.encoder.forward(tokens, random: nil, weights, workspace).finalStates
    let found = toy.model.encoder.finalStates(of: inputs, weights, workspace)
    for (layer, (found, expected)) in zip(found, expected).enumerated() {
      expectSameBits(found.hidden.elements, expected.hidden.elements, "hidden \(layer)")
      expectSameBits(found.cell.elements, expected.cell.elements, "cell \(layer)")
    }
  }

  @Test func mostProbableNextIsTheArgmaxOfForward() {
    let toy = ToyModel(vocabulary: (9, 30), hidden: 17, layers: 3)
    let (model, workspace) = (toy.model, toy.workspace)
    let weights = Weights(toy.parameters, packing: model.packedForTranslating)
    let batch = TranslationBatch(toy.pairs([(3, 6), (1, 4), (5, 2), (0, 2)]))
    let encoded = model.encoder.forward(batch.source.tokens, random: nil, weights, workspace)
    func initial() -> [LSTMState] {
      encoded.finalStates.map { $0.gathering(batch.encoderRows, workspace) }
    }
    let decoded = model.decoder.forward(
      batch.decoderInput, initial: initial(), random: nil, weights, workspace)
    let expected = model.decoder.output.mostProbable(decoded.output, weights, workspace)

    let lengths = batch.decoderInput.lengths
    var states = initial()
    var found: [Int32] = []
    for step in 0..<lengths.steps {
      let rows = lengths.rows(at: step)
      states = states.map {
        LSTMState(hidden: $0.hidden.rows(0..<rows.count), cell: $0.cell.rows(0..<rows.count))
      }
      found += model.decoder.mostProbableNext(
        after: Array(batch.decoderInput.ids[rows]), states: states, weights, workspace)
    }
    #expect(found == expected)
    #expect(Set(found).count > 2, "not one word throughout")
  }
}
