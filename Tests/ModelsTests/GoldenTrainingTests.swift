// SPDX-License-Identifier: Apache-2.0

import Compute
import Models
import TestSupport
import Testing

/// Compares ten steps on one batch with PyTorch: losses, gradient norms and the final weights.
@Suite struct GoldenTrainingTests {
  private static let adam = AdamStep(
    learningRate: 0.01, gradientScale: 1, weightDecay: 0, step: 1)
  private static let descent = SGDStep(
    learningRate: 0.1, gradientScale: 1, weightDecay: 1e-3, momentum: 0.9)

  @Test(arguments: GoldenModel.names) func adamAgrees(_ name: String) throws {
    let made = try GoldenModel(name)
    let moments = (ParameterBuffer(made.model.layout), ParameterBuffer(made.model.layout))
    try follow(made, "adam", keepsWeights: name != "odd") {
      kernels, weights, gradient, scale, step in
      var settings = Self.adam
      settings.gradientScale = scale
      settings.step = step
      kernels.adam(
        weights, gradient: gradient, mean: moments.0.all, variance: moments.1.all, settings)
    }
  }

  @Test(arguments: GoldenModel.names) func descentAgrees(_ name: String) throws {
    let made = try GoldenModel(name)
    let velocity = ParameterBuffer(made.model.layout)
    try follow(made, "sgd", keepsWeights: name != "odd") { kernels, weights, gradient, scale, _ in
      var settings = Self.descent
      settings.gradientScale = scale
      kernels.sgd(weights, gradient: gradient, velocity: velocity.all, settings)
    }
  }

  private func follow(
    _ made: GoldenModel, _ optimizer: String, keepsWeights: Bool,
    _ update: (Kernels, MatrixView, MatrixView, Float, Int) -> Void
  ) throws {
    let parameters = try made.parameters()
    let weights = Weights(parameters, packing: made.model.packedForTraining)
    let (workspace, terms) = (Workspace(), GradientTerms(made.model.layout))
    let limit = try made.golden.floats("clip_norm")[0]
    var (losses, norms): ([Double], [Double]) = ([], [])
    for step in 1...10 {
      terms.clear()
      workspace.arena.reset()
      let loss = made.model.lossAndGradient(
        made.batch, scale: made.scale,
        Pass(weights, workspace, random: Philox(seed: 1, purpose: 1), into: terms))
      let gradient = terms.sum(made.model.layout, workspace)
      let norm = workspace.kernels.sumOfSquares(gradient.all).squareRoot()
      losses.append(loss / Double(made.batch.targetTokens))
      norms.append(norm)
      update(
        workspace.kernels, parameters.all, gradient.all,
        min(1, limit / (Float(norm) + 1e-6)), step)
      weights.repack()
    }
    try expectClose(losses, made.golden.floats("\(optimizer).losses"), relative: 2e-6, "losses")
    try expectClose(norms, made.golden.floats("\(optimizer).norms"), relative: 1e-5, "norms")
    for entry in made.model.layout.entries where keepsWeights {
      try expectClose(
        parameters.values(entry.slot), made.golden.floats("\(optimizer).\(entry.name)"),
        relative: 2e-5, entry.name)
    }
  }
}
