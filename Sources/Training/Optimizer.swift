// SPDX-License-Identifier: Apache-2.0

package import Compute

/// An optimizer and its moments, which have the layout of the weights.
package struct Optimizer: Sendable {
  package let kind: OptimizerKind
  /// Adam: the running means of the gradient and of its square. SGD: the velocity. Adagrad: the sum
  /// of squared gradients.
  package let moments: [(name: String, buffer: ParameterBuffer)]

  package init(_ kind: OptimizerKind, _ layout: ParameterLayout) {
    self.kind = kind
    moments = kind.momentNames.map { ($0, ParameterBuffer(layout)) }
  }

  /// Updates one worker's share of the weights, except frozen ones. The gradient is multiplied by
  /// `scale` first; `step` counts from 1.
  package func update(
    _ parameters: ParameterBuffer, _ gradient: ParameterBuffer, share: Int, of shares: Int,
    scale: Float, step: Int, _ configuration: TrainingConfiguration, _ kernels: Kernels
  ) {
    for part in parameters.layout.trainedParts(ofShare: share, of: shares) {
      update(
        parameters[part], gradient[part], moments.map { $0.buffer[part] }, scale: scale, step: step,
        configuration, kernels)
    }
  }

  private func update(
    _ weights: MatrixView, _ gradient: MatrixView, _ moments: [MatrixView], scale: Float,
    step: Int, _ configuration: TrainingConfiguration, _ kernels: Kernels
  ) {
    switch kind {
    case .adam, .adamw:
      kernels.adam(
        weights, gradient: gradient, mean: moments[0], variance: moments[1],
        AdamStep(
          learningRate: configuration.learningRate, gradientScale: scale,
          weightDecay: configuration.weightDecay, decaysApart: kind == .adamw,
          beta2: configuration.beta2, step: step))
    case .sgd, .sgdw:
      kernels.sgd(
        weights, gradient: gradient, velocity: moments[0],
        SGDStep(
          learningRate: configuration.learningRate, gradientScale: scale,
          weightDecay: configuration.weightDecay, decaysApart: kind == .sgdw,
          momentum: configuration.momentum))
    case .adagrad:
      kernels.adagrad(
        weights, gradient: gradient, squares: moments[0],
        AdagradStep(
          learningRate: configuration.learningRate, gradientScale: scale,
          weightDecay: configuration.weightDecay))
    }
  }
}

extension OptimizerKind {
  /// The names of the moments kept for each parameter.
  package var momentNames: [String] {
    switch self {
    case .adam, .adamw: ["mean", "variance"]
    case .sgd, .sgdw: ["velocity"]
    case .adagrad: ["squares"]
    }
  }
}
