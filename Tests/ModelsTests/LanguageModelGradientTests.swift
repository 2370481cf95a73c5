// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import Models
import TestSupport
import Testing

/// Compares the gradient of every parameter of every kind of language model with central
/// differences, with sequences of different lengths and starts.
@Suite struct LanguageModelGradientTests {
  private let random = Philox(seed: 3, purpose: 2, step: 1)

  @Test(arguments: LanguageModelCase.all, [0, 0.3] as [Float])
  func agreesWithCentralDifferences(_ kind: LanguageModelCase, dropout: Float) {
    let toy = ToyLanguageModel(kind, dropout: dropout)
    let batch = toy.batch([2, 4, 1, 3, 1], numbers: [5, 0, 7, 2, 3], fresh: [1, 3, 4])
    let (workspace, weights) = (Workspace(), Weights(toy.parameters))
    let carried = toy.model.decoder.stack.states(
      of: batch.numbers, in: toy.carried, workspace.arena)
    func run(_ terms: GradientTerms) -> Double {
      toy.model.lossAndGradient(
        batch, scale: 1, carried: carried, Pass(weights, workspace, random: random, into: terms)
      ).loss
    }
    func loss() -> Double { workspace.arena.scope { run(GradientTerms(toy.model.layout)) } }
    let terms = GradientTerms(toy.model.layout)
    _ = run(terms)
    let gradient = terms.sum(toy.model.layout, workspace)
    let step = Self.step(toy.model.configuration)
    for entry in toy.model.layout.entries {
      let expected = centralDifferences(at: toy.parameters[entry.slot], step: step, loss)
      let largest = expected.map(abs).max() ?? 0
      #expect(largest > 0.01, "\(entry.name) has an effect")
      // The rounding error of a loss of about 25, a sum of floats, is 2e-6.
      expectClose(
        gradient[entry.slot].elements, expected,
        relative: 4e-4 + 4e-6 / Double(step) / largest, "\(kind.name), \(entry.name)")
    }
  }

  private static func step(_ configuration: LanguageModelConfiguration) -> Float {
    // A large step of a rectified cell would pass its kink.
    if configuration.cell == .relu { return 0x1p-10 }
    // Normalization of few elements is far from linear in each of them.
    return configuration.layerNorm ? 0x1p-7 : 0x1p-4
  }

  /// Tokens of a batch that are equal share a row of the embedding. Texts one by one do not have
  /// enough equal tokens for that.
  @Test(arguments: LanguageModelCase.all) func equalTokensAddTheirGradients(
    _ kind: LanguageModelCase
  ) {
    let toy = ToyLanguageModel(kind)
    let texts = (0..<7).map { toy.tokens(6, seed: $0) }
    func gradient(of batches: [[[Int32]]]) -> ParameterBuffer {
      let (workspace, terms) = (Workspace(), GradientTerms(toy.model.layout))
      let weights = Weights(toy.parameters)
      for texts in batches {
        let batch = LanguageModelBatch(
          texts.map { LanguageModelExample($0[...], startsAfresh: true) },
          numbers: texts.indices.map { UInt32($0) })
        _ = toy.model.lossAndGradient(batch, scale: 1, Pass(weights, workspace, into: terms))
      }
      return terms.sum(toy.model.layout, workspace)
    }
    let (together, alone) = (gradient(of: [texts]), gradient(of: texts.map { [$0] }))
    for entry in toy.model.layout.entries {
      expectClose(
        together[entry.slot].elements, alone[entry.slot].elements.map(Double.init),
        relative: 1e-5, entry.name)
    }
  }

  @Test func labelSmoothingChangesTheGradientButNotTheLoss() {
    let toy = ToyLanguageModel(.all[0])
    let batch = toy.batch([3, 2], numbers: [0, 1], fresh: [0, 1])
    func run(_ smoothing: Float) -> (Double, [Float]) {
      let (workspace, terms) = (Workspace(), GradientTerms(toy.model.layout))
      let loss = toy.model.lossAndGradient(
        batch, scale: 1, objective: TrainingObjective(labelSmoothing: smoothing),
        Pass(Weights(toy.parameters), workspace, into: terms)
      ).loss
      return (loss, terms.sum(toy.model.layout, workspace).elements)
    }
    let (plain, smoothed) = (run(0), run(0.1))
    #expect(plain.0 == smoothed.0)
    #expect(plain.1 != smoothed.1)
  }
}
