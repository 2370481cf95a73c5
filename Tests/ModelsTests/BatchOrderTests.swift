// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import Models
import TestSupport
import Testing

/// The result of a sentence does not depend on the other sentences in the batch, nor on their
/// order.
@Suite struct BatchOrderTests {
  private static let lengths: [(source: Int, target: Int)] = [
    (2, 3), (0, 1), (4, 0), (4, 4), (1, 4), (7, 2), (2, 2),
  ]

  @Test(arguments: 1...4) func lossAndGradientDoNotDependOnTheOrder(seed: Int) {
    let toy = ToyModel(dropout: 0.3)
    let weights = Weights(toy.parameters)
    let pairs = toy.pairs(Self.lengths)
    func run(_ order: [Int]) -> (loss: Double, gradient: ParameterBuffer) {
      let batch = TranslationBatch(
        order.map { pairs[$0] }, numbers: order.map(UInt32.init), markers: markers,
        reverseSource: false)
      return toy.gradient(batch, random: Philox(seed: 1, purpose: 2), weights)
    }
    var generator = SeededGenerator(seed: UInt64(seed))
    let expected = run(Array(pairs.indices))
    let found = run(pairs.indices.shuffled(using: &generator))
    expectClose([found.loss], [expected.loss], relative: 1e-6, "loss")
    for entry in toy.model.layout.entries {
      expectClose(
        found.gradient[entry.slot].elements, expected.gradient[entry.slot].elements,
        relative: 5e-6, entry.name)
    }
  }

  /// Identical to the bit with every weight packed, as translation requires.
  @Test(arguments: [[0], [3, 1], [6, 5, 4, 3, 2, 1, 0], [2, 2, 2]])
  func lossesOfASentenceAreTheSameToTheBit(_ order: [Int]) {
    let toy = ToyModel(vocabulary: (9, 50), embedding: 7, hidden: 33)
    let weights = Weights(toy.parameters, packing: toy.model.packedForTranslating)
    let pairs = toy.pairs(Self.lengths)
    func losses(_ order: [Int]) -> [[Float]] {
      let batch = TranslationBatch(order.map { pairs[$0] })
      let all = toy.model.losses(batch, Pass(weights, toy.workspace))
      return order.indices.map { place in
        let sentence = batch.encoderRows.firstIndex(of: batch.source.rowOfSentence[place]) ?? 0
        let lengths = batch.decoderInput.lengths
        return (0..<lengths.lengths[sentence]).map {
          all[lengths.row(sentence: sentence, step: $0)]
        }
      }
    }
    let expected = losses(Array(pairs.indices))
    for (place, found) in zip(order, losses(order)) {
      expectSameBits(found, expected[place], "sentence \(place)")
    }
  }

  @Test func theSourceIsReversedWhereAsked() {
    let words: ArraySlice<Int32> = [4, 5, 6]
    let batch = TranslationBatch(
      [(words, [])], numbers: [0], markers: markers, reverseSource: true)
    #expect(batch.source.tokens.ids == [6, 5, 4, 3])
    #expect(TranslationBatch([(words, [])]).source.tokens.ids == [4, 5, 6, 3])
  }

  @Test func targetsAreTheInputsShiftedByOne() {
    let batch = TranslationBatch([([4], [5]), ([5, 6], [7, 8, 9]), ([], [])])
    #expect(batch.decoderInput.lengths.lengths == [4, 2, 1])
    #expect(batch.decoderInput.ids == [2, 2, 2, 7, 5, 8, 9])
    #expect(batch.targets == [7, 5, 3, 8, 3, 9, 3])
    #expect(batch.source.tokens.ids == [5, 4, 3, 6, 3, 3])
    #expect(batch.source.rowOfSentence == [1, 0, 2])
    #expect(batch.encoderRows == [0, 1, 2] && batch.decoderRows == [0, 1, 2])
    #expect(batch.targetTokens == 7)
  }
}
