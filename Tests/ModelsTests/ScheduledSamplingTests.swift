// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import Models
import TestSupport
import Testing

@Suite struct ScheduledSamplingTests {
  private let random = Philox(seed: 5, purpose: 2, step: 1)
  private let tokens = PackedTokens(
    [[2, 10, 11, 12], [2, 20, 21], [2, 30], [2]], numbers: [7, 3, 5, 1])
  /// The prediction after each token: 100 plus its row.
  private var predicted: [Int32] { tokens.ids.indices.map { 100 + Int32($0) } }

  @Test func everyTokenExceptTheFirstIsThePredictedOne() {
    let sampled = tokens.sampling(predicted, probability: 1, random: random)
    let lengths = tokens.lengths
    for sentence in 0..<lengths.sentences {
      for step in 0..<lengths.lengths[sentence] {
        let found = sampled.ids[lengths.row(sentence: sentence, step: step)]
        if step == 0 {
          #expect(found == 2)
        } else {
          #expect(found == 100 + Int32(lengths.row(sentence: sentence, step: step - 1)))
        }
      }
    }
    #expect(sampled.lengths == lengths)
  }

  @Test func theProbabilityIsThatOfAToken() {
    #expect(tokens.sampling(predicted, probability: 0, random: random).ids == tokens.ids)
    let many = PackedTokens(
      [[Int32]](repeating: [Int32](repeating: 4, count: 21), count: 100),
      numbers: (0..<100).map { UInt32($0) })
    let sampled = many.sampling(
      [Int32](repeating: 9, count: many.ids.count), probability: 0.3, random: random)
    let share = Double(sampled.ids.count { $0 == 9 }) / 2000
    #expect(abs(share - 0.3) < 0.04)
  }

  /// The choice of tokens depends on sentence and step, not on the position in the batch.
  @Test func sentencesKeepTheirTokensInOtherBatches() {
    let alone = PackedTokens([[2, 20, 21]], numbers: [3])
    let (found, expected) = (
      alone.sampling([101, 102, 103], probability: 0.5, random: random),
      tokens.sampling(predicted, probability: 0.5, random: random)
    )
    for step in 1..<3 {
      let row = tokens.lengths.row(sentence: 1, step: step)
      #expect((found.ids[step] > 100) == (expected.ids[row] > 100))
    }
  }

  @Test func trainingSeesTheSampledWords() {
    let toy = ToyModel(hidden: 9)
    let batch = TranslationBatch(toy.pairs([(2, 6), (3, 5), (1, 4)]))
    func loss(_ probability: Float) -> Double {
      toy.model.lossAndGradient(
        batch, scale: 1, objective: TrainingObjective(samplingProbability: probability),
        Pass(
          Weights(toy.parameters), toy.workspace, random: random,
          into: GradientTerms(toy.model.layout)))
    }
    #expect(loss(0) != loss(1))
    #expect(loss(0.5) == loss(0.5))
  }
}
