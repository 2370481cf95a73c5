// SPDX-License-Identifier: Apache-2.0

package import Compute

/// An exponential moving average of the weights over the steps. It smooths out the noise of single
/// steps, and is scored and saved in place of the weights. (Polyak and Juditsky, "Acceleration of
/// stochastic approximation by averaging", 1992, average all steps.)
///
/// As in TensorFlow's `ExponentialMovingAverage`, the decay is smaller in the first steps: it is
/// `min(decay, (1 + t) / (10 + t))` at step t.
package struct MovingAverage: Sendable {
  package let weights: ParameterBuffer
  private let decay: Float

  package init(_ layout: ParameterLayout, decay: Float) {
    weights = ParameterBuffer(layout)
    self.decay = decay
  }

  /// Sets the average to the current weights.
  package func start(at parameters: ParameterBuffer) {
    weights.all.copy(from: parameters.all)
  }

  /// Updates one worker's share of the average after step number `step`, from 1.
  package func update(
    _ parameters: ParameterBuffer, share: Int, of shares: Int, step: Int, _ kernels: Kernels
  ) {
    let kept = min(decay, Float(1 + step) / Float(10 + step))
    kernels.move(
      weights.share(share, of: shares), toward: parameters.share(share, of: shares), by: 1 - kept)
  }
}
