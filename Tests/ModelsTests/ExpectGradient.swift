// SPDX-License-Identifier: Apache-2.0

import Compute
import Models
import TestSupport
import Testing

/// Compares the gradient of every parameter of a model with central differences.
func expectGradient<Model: TrainableModel>(
  _ model: Model, _ batch: Model.Batch, step: Float, _ name: String
) {
  let random = Philox(seed: 3, purpose: 2, step: 1)
  let parameters = ParameterBuffer.random(model.layout)
  let (workspace, weights) = (Workspace(), Weights(parameters))
  func run(_ terms: GradientTerms) -> Double {
    model.lossAndGradient(
      batch, scale: 1, TrainingObjective(),
      Pass(weights, workspace, random: random, into: terms),
      carried: ParameterBuffer(model.carried))
  }
  func loss() -> Double { workspace.arena.scope { run(GradientTerms(model.layout)) } }
  let terms = GradientTerms(model.layout)
  _ = run(terms)
  let gradient = terms.sum(model.layout, workspace)
  for entry in model.layout.entries {
    let expected = centralDifferences(at: parameters[entry.slot], step: step, loss)
    let largest = expected.map(abs).max() ?? 0
    #expect(largest > 0.002, "\(entry.name) has an effect")
    // The rounding error of a loss of about 10, a sum of floats, is 1e-6.
    expectClose(
      gradient[entry.slot].elements, expected,
      relative: 4e-4 + 3e-6 / Double(step) / largest, "\(name), \(entry.name)")
  }
}
