// SPDX-License-Identifier: Apache-2.0

import Compute
import Testing
import Training

@Suite struct OptimizerTests {
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
