// SPDX-License-Identifier: Apache-2.0

package import Compute

/// The exponential moving average of the weights over the steps (Polyak and Juditsky, "Acceleration of
/// stochastic approximation by averaging", 1992, for the mean of all): it is scored and kept in place of
/// the weights, whose noise it leaves out.
///
/// Early on it forgets faster, as TensorFlow's `ExponentialMovingAverage` does: what is kept of the average
/// at step t is `min(decay, (1 + t) / (10 + t))`.
package struct MovingAverage: Sendable {
  package let weights: ParameterBuffer
  private let decay: Float

  package init(_ layout: ParameterLayout, decay: Float) {
    weights = ParameterBuffer(layout)
    self.decay = decay
  }

  /// Begins at the weights as they are.
  package func start(at parameters: ParameterBuffer) {
    weights.all.copy(from: parameters.all)
  }

  /// Takes one worker's share of the weights in, after the step with number `step`, from 1.
  package func update(
    _ parameters: ParameterBuffer, share: Int, of shares: Int, step: Int, _ kernels: Kernels
  ) {
    let kept = min(decay, Float(1 + step) / Float(10 + step))
    kernels.move(
      weights.share(share, of: shares), toward: parameters.share(share, of: shares), by: 1 - kept)
  }
}
