// SPDX-License-Identifier: Apache-2.0

package import Compute

/// What steps change: the weights, the optimizer's moments and, where wanted, the weights' moving average.
package struct TrainedParameters: Sendable {
  package let weights: ParameterBuffer
  package let optimizer: Optimizer
  package let average: MovingAverage?

  package init(
    _ weights: ParameterBuffer, _ configuration: TrainingConfiguration, _ layout: ParameterLayout
  ) {
    self.weights = weights
    optimizer = Optimizer(configuration.optimizer, layout)
    let decay = configuration.emaDecay ?? 0
    average = decay > 0 ? MovingAverage(layout, decay: decay) : nil
    average?.start(at: weights)
  }

  /// The weights that are scored and kept.
  package var result: ParameterBuffer { average?.weights ?? weights }

  static let averagePrefix = "average."

  /// All buffers, and what stands before the names of their tensors in the training state.
  var buffers: [(prefix: String, buffer: ParameterBuffer)] {
    [("weights.", weights)] + optimizer.moments.map { ($0.name + ".", $0.buffer) }
      + (average.map { [(Self.averagePrefix, $0.weights)] } ?? [])
  }
}
