// SPDX-License-Identifier: Apache-2.0

import Compute
import Models
import TestSupport
import Testing

@Suite struct ModelGradientTests {
  private static let lengths: [(source: Int, target: Int)] = [(2, 3), (0, 1), (4, 0)]
  private let random = Philox(seed: 3, purpose: 2, step: 1)

  /// Checks every parameter, with dropout in all of its places.
  @Test(arguments: [0, 0.4] as [Float])
  func agreesWithCentralDifferences(dropout: Float) {
    let toy = ToyModel(dropout: dropout)
    let weights = Weights(toy.parameters)
    let batch = TranslationBatch(toy.pairs(Self.lengths))
    func loss() -> Double { toy.loss(batch, random: random, weights) }
    let gradient = toy.gradient(batch, random: random, weights).gradient
    for entry in toy.model.layout.entries {
      let expected = centralDifferences(at: toy.parameters[entry.slot], loss)
      // The rounding error of a loss of about 8 is 5e-7, which the step of 1/16 turns into 1.4e-5.
      // The largest gradient of the smallest tensor is about 0.08.
      expectClose(gradient[entry.slot].elements, expected, relative: 2e-4, entry.name)
    }
  }

  @Test func everyStepDropsAnew() {
    let toy = ToyModel(dropout: 0.5)
    let weights = Weights(toy.parameters)
    let batch = TranslationBatch(toy.pairs(Self.lengths))
    func gradient(_ step: UInt64) -> [Float] {
      toy.gradient(batch, random: Philox(seed: 3, purpose: 2, step: step), weights)
        .gradient.elements
    }
    #expect(gradient(1) == gradient(1))
    #expect(gradient(1) != gradient(2))
  }

  @Test func backwardAddsToTheGradient() {
    let toy = ToyModel(dropout: 0.3)
    let weights = Weights(toy.parameters)
    let batch = TranslationBatch(toy.pairs(Self.lengths))
    let terms = GradientTerms(toy.model.layout)
    func run() -> [Float] {
      _ = toy.model.lossAndGradient(
        batch, scale: 0.5, Pass(weights, toy.workspace, random: random, into: terms))
      return terms.sum(toy.model.layout, toy.workspace).elements
    }
    let once = run()
    expectClose(run(), once.map { $0 * 2 }, relative: 1e-6, "gradient")
  }

  /// Runs the kernels for older CPUs through the whole model.
  @Test(arguments: Kernels.names) func theKernelsOfEveryInstructionSetAgree(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    let toy = ToyModel(vocabulary: (40, 50), embedding: 17, hidden: 33, dropout: 0.3)
    let weights = Weights(toy.parameters, packing: toy.model.packedForTraining)
    let batch = TranslationBatch(toy.pairs([(7, 3), (5, 9), (1, 1), (0, 4)]))
    let results = [kernels, .best].map { kernels in
      let workspace = Workspace(kernels: kernels)
      let (loss, gradient) = toy.gradient(batch, random: random, weights, workspace)
      let losses = toy.model.losses(batch, Pass(weights, workspace))
      return (loss, losses, gradient)
    }
    expectClose([results[0].0], [results[1].0], relative: 1e-6, "loss")
    expectClose(results[0].1, results[1].1, relative: 2e-6, "losses")
    for entry in toy.model.layout.entries {
      expectClose(
        results[0].2[entry.slot].elements, results[1].2[entry.slot].elements, relative: 1e-5,
        entry.name)
    }
  }
}
