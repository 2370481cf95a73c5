// SPDX-License-Identifier: Apache-2.0

private import CKernels

/// The settings of one step of Adam.
package struct AdamStep: Sendable {
  package var learningRate: Float
  /// The factor applied to the gradient first, for clipping.
  package var gradientScale: Float
  /// L2 regularization: the gradient grows by this factor times the weights. With `decaysApart`,
  /// the weights shrink by this factor times the learning rate instead.
  package var weightDecay: Float
  package var decaysApart: Bool
  package var beta1: Float = 0.9
  package var beta2: Float
  package var epsilon: Float = 1e-8
  /// The number of this step, from 1.
  package var step: Int

  package init(
    learningRate: Float, gradientScale: Float, weightDecay: Float, decaysApart: Bool = false,
    beta2: Float = 0.999, step: Int
  ) {
    self.learningRate = learningRate
    self.gradientScale = gradientScale
    self.weightDecay = weightDecay
    self.decaysApart = decaysApart
    self.beta2 = beta2
    self.step = step
  }
}

/// The settings of one step of stochastic gradient descent.
package struct SGDStep: Sendable {
  package var learningRate: Float
  package var gradientScale: Float
  /// L2 regularization: the gradient grows by this factor times the weights. With `decaysApart`,
  /// the weights shrink by this factor instead, whatever the learning rate is.
  package var weightDecay: Float
  package var decaysApart: Bool
  package var momentum: Float

  package init(
    learningRate: Float, gradientScale: Float, weightDecay: Float, decaysApart: Bool = false,
    momentum: Float
  ) {
    self.learningRate = learningRate
    self.gradientScale = gradientScale
    self.weightDecay = weightDecay
    self.decaysApart = decaysApart
    self.momentum = momentum
  }
}

/// The settings of one step of Adagrad.
package struct AdagradStep: Sendable {
  package var learningRate: Float
  package var gradientScale: Float
  package var weightDecay: Float
  package var epsilon: Float = 1e-10

  package init(learningRate: Float, gradientScale: Float, weightDecay: Float) {
    self.learningRate = learningRate
    self.gradientScale = gradientScale
    self.weightDecay = weightDecay
  }
}

extension Kernels {
  /// Adam (Kingma and Ba 2015), as `torch.optim.Adam`. If the step's `decaysApart` is set, AdamW
  /// (Loshchilov and Hutter 2019), as `torch.optim.AdamW`.
  package func adam(
    _ weights: MatrixView, gradient: MatrixView, mean: MatrixView, variance: MatrixView,
    _ step: AdamStep
  ) {
    let count = weights.count
    precondition(gradient.count == count && mean.count == count && variance.count == count)
    var settings = ck_adam_step(
      learning_rate: step.learningRate, gradient_scale: step.gradientScale,
      weight_decay: step.decaysApart ? 0 : step.weightDecay,
      kept_weights: step.decaysApart ? 1 - step.learningRate * step.weightDecay : 1,
      beta1: step.beta1, beta2: step.beta2, epsilon: step.epsilon,
      correction1: Float(1 - power(Double(step.beta1), step.step)),
      root_correction2: Float((1 - power(Double(step.beta2), step.step)).squareRoot()))
    unsafe table.pointee.adam(
      Int64(count), weights.base, gradient.base, mean.base, variance.base, &settings)
  }

  /// Gradient descent with momentum, as `torch.optim.SGD`. If the step's `decaysApart` is set, SGDW
  /// (Loshchilov and Hutter 2019, algorithm 1): W ← (1 − weightDecay) W − learningRate · velocity.
  package func sgd(
    _ weights: MatrixView, gradient: MatrixView, velocity: MatrixView, _ step: SGDStep
  ) {
    let count = weights.count
    precondition(gradient.count == count && velocity.count == count)
    var settings = ck_sgd_step(
      learning_rate: step.learningRate, gradient_scale: step.gradientScale,
      weight_decay: step.decaysApart ? 0 : step.weightDecay,
      kept_weights: step.decaysApart ? 1 - step.weightDecay : 1, momentum: step.momentum)
    unsafe table.pointee.sgd(Int64(count), weights.base, gradient.base, velocity.base, &settings)
  }

  /// Adagrad (Duchi, Hazan and Singer 2011), as `torch.optim.Adagrad`.
  package func adagrad(
    _ weights: MatrixView, gradient: MatrixView, squares: MatrixView, _ step: AdagradStep
  ) {
    let count = weights.count
    precondition(gradient.count == count && squares.count == count)
    var settings = ck_adagrad_step(
      learning_rate: step.learningRate, gradient_scale: step.gradientScale,
      weight_decay: step.weightDecay, epsilon: step.epsilon)
    unsafe table.pointee.adagrad(
      Int64(count), weights.base, gradient.base, squares.base, &settings)
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, rest) = (1.0, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }
}
