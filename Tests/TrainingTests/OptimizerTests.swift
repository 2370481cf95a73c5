// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import TestSupport
import Testing
import Training

@Suite struct OptimizerTests {
  /// One step for an output layer V `[H, classes]`, written V ← V + α s eᵀ − βV, where s is the state
  /// and e the one-hot target minus the output. With V = [[1, 1], [2, 2]] and s = [4, −2], both
  /// logits are 0, the output is [½, ½] and, for the first class, e = [½, −½].
  @Test func decayApartFromTheRateFollowsAStepByHand() {
    var layout = ParameterLayout()
    let layer = SoftmaxOutput(
      &layout, name: "output", inputSize: 2, vocabularySize: 2)
    let weights = ParameterBuffer(layout)
    weights.setValues([1, 2, 1, 2], of: layer.weight)  // the transpose of V
    let (workspace, terms) = (Workspace(), GradientTerms(layout))
    let pass = Pass(Weights(weights), workspace, into: terms)
    let state = workspace.arena.matrix(rows: 1, columns: 2, [4, -2])
    _ = layer.lossAndGradient(state, targets: [0], scale: 1, pass)
    var configuration = TrainingConfiguration()
    (configuration.learningRate, configuration.weightDecay) = (0.1, 0.01)
    Optimizer(.sgdw, layout).update(
      weights, terms.sum(layout, workspace), share: 0, of: 1, scale: 1, step: 1, configuration,
      .best)
    expectClose(weights.values(layer.weight), [1.19, 1.88, 0.79, 2.08], relative: 1e-7, "V")
  }

  /// Three steps with momentum, computed from the definition.
  @Test(arguments: Kernels.names) func sgdwFollowsTheFormula(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    var layout = ParameterLayout()
    let slot = layout.claimVector("weight", count: 3)
    let (weights, gradient) = (ParameterBuffer(layout), ParameterBuffer(layout))
    weights.setValues([1, -2, 0], of: slot)
    let optimizer = Optimizer(.sgdw, layout)
    var configuration = TrainingConfiguration()
    (configuration.learningRate, configuration.momentum) = (0.5, 0.9)
    configuration.weightDecay = 0.25
    var (velocity, expected) = ([0.0, 0, 0], [1.0, -2, 0])
    for (step, slope) in [[0.5, 2, -1], [1, 0, 0.25], [-3, 1, 0]].enumerated() {
      gradient.setValues(slope.map { Float($0) * 4 }, of: slot)
      optimizer.update(
        weights, gradient, share: 0, of: 1, scale: 0.25, step: step + 1, configuration, kernels)
      for j in 0..<3 {
        velocity[j] = 0.9 * velocity[j] + slope[j]
        expected[j] = expected[j] - 0.5 * velocity[j] - 0.25 * expected[j]
      }
      expectClose(weights.values(slot), expected, relative: 1e-6, "step \(step + 1)")
    }
  }

  /// Two steps of Adam on one weight, computed from the definition, with the configured decay.
  @Test(arguments: [OptimizerKind.adam, .adamw], [0.999, 0.5] as [Float])
  func adamUsesTheConfiguredDecays(kind: OptimizerKind, beta2: Float) {
    var layout = ParameterLayout()
    let slot = layout.claimVector("weight", count: 1)
    let (weights, gradient) = (ParameterBuffer(layout), ParameterBuffer(layout))
    weights.setValues([1], of: slot)
    let optimizer = Optimizer(kind, layout)
    var configuration = TrainingConfiguration()
    configuration.beta2 = beta2
    configuration.learningRate = 0.1
    var (mean, square, expected) = (Float(0), Float(0), Float(1))
    for (step, slope) in [(1, Float(3)), (2, -1)] {
      gradient.setValues([slope], of: slot)
      optimizer.update(
        weights, gradient, share: 0, of: 1, scale: 1, step: step, configuration, .best)
      mean = 0.9 * mean + 0.1 * slope
      square = beta2 * square + (1 - beta2) * slope * slope
      let unbiased = (1...step).reduce((Float(1), Float(1))) { decays, _ in
        (decays.0 * 0.9, decays.1 * beta2)
      }
      expected -=
        0.1 * (mean / (1 - unbiased.0)) / ((square / (1 - unbiased.1)).squareRoot() + 1e-8)
      #expect(abs(weights.values(slot)[0] - expected) < 1e-5)
    }
  }
}
