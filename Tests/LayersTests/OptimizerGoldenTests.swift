// SPDX-License-Identifier: Apache-2.0

import Compute
import TestSupport
import Testing

/// Compares five steps of the optimizers' kernels with PyTorch, for every instruction set.
@Suite struct OptimizerGoldenTests {
  @Test(arguments: [("adam", 0), ("adam_weight_decay", 0.1)] as [(String, Float)])
  func adamAgrees(_ name: String, weightDecay: Float) throws {
    try follow(name) { kernels, weights, gradient, moments, step in
      kernels.adam(
        weights, gradient: gradient, mean: moments.row(0), variance: moments.row(1),
        AdamStep(
          learningRate: 0.01, gradientScale: 0.25, weightDecay: weightDecay, step: step))
    }
  }

  @Test(arguments: [("adamw", 0.01), ("adamw_weight_decay", 0.1)] as [(String, Float)])
  func decoupledWeightDecayAgrees(_ name: String, weightDecay: Float) throws {
    try follow(name) { kernels, weights, gradient, moments, step in
      kernels.adam(
        weights, gradient: gradient, mean: moments.row(0), variance: moments.row(1),
        AdamStep(
          learningRate: 0.01, gradientScale: 0.25, weightDecay: weightDecay, decaysApart: true,
          step: step))
    }
  }

  @Test(arguments: [("adagrad", 0), ("adagrad_weight_decay", 0.1)] as [(String, Float)])
  func adagradAgrees(_ name: String, weightDecay: Float) throws {
    try follow(name) { kernels, weights, gradient, moments, _ in
      kernels.adagrad(
        weights, gradient: gradient, squares: moments.row(0),
        AdagradStep(learningRate: 0.1, gradientScale: 0.25, weightDecay: weightDecay))
    }
  }

  @Test(
    arguments: [
      ("sgd", 0, 0), ("sgd_momentum", 0.9, 0), ("sgd_momentum_weight_decay", 0.9, 0.1),
    ] as [(String, Float, Float)])
  func descentAgrees(_ name: String, momentum: Float, weightDecay: Float) throws {
    try follow(name) { kernels, weights, gradient, moments, _ in
      kernels.sgd(
        weights, gradient: gradient, velocity: moments.row(0),
        SGDStep(
          learningRate: 0.1, gradientScale: 0.25, weightDecay: weightDecay, momentum: momentum))
    }
  }

  /// Runs `update` with four times the golden gradients; a `gradientScale` of 1/4 compensates.
  private func follow(
    _ name: String,
    _ update: (Kernels, MatrixView, MatrixView, MatrixView, Int) -> Void
  ) throws {
    let golden = try Golden("optimizers")
    let arena = Arena()
    let gradients = try golden.matrix("gradients", arena)
    let expected = try golden.matrix(name, arena)
    try withEvery("kernels", in: Kernels.names) { kernelName in
      let kernels = try #require(Kernels.named(kernelName))
      let weights = try golden.matrix("weights", arena)
      let moments = arena.zeros(rows: 2, columns: weights.columns)
      for step in 0..<gradients.rows {
        let gradient = arena.matrix(
          rows: 1, columns: weights.columns, gradients.row(step).elements.map { $0 * 4 })
        update(kernels, weights, gradient, moments, step + 1)
        expectClose(
          weights.elements, expected.row(step).elements, relative: 1e-6, "step \(step + 1)")
      }
    }
  }
}
