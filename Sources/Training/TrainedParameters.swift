// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Models

/// The numbers that training updates: the weights, the optimizer's moments, the moving average of
/// the weights if asked for, and the state that the model carries from step to step.
package struct TrainedParameters: Sendable {
  package let weights: ParameterBuffer
  package let optimizer: Optimizer
  package let average: MovingAverage?
  /// The state that the model carries from step to step.
  package let carried: ParameterBuffer

  package init(
    _ weights: ParameterBuffer, _ configuration: TrainingConfiguration, _ model: some TrainableModel
  ) {
    let layout = model.layout
    self.weights = weights
    carried = ParameterBuffer(model.carried)
    optimizer = Optimizer(configuration.optimizer, layout)
    let decay = configuration.emaDecay
    average = decay > 0 ? MovingAverage(layout, decay: decay) : nil
    average?.start(at: weights)
  }

  /// The weights to score and save: the moving average if there is one.
  package var result: ParameterBuffer { average?.weights ?? weights }

  static let averagePrefix = "average."

  /// All buffers, with the prefix of their tensor names in the training state.
  var buffers: [(prefix: String, buffer: ParameterBuffer)] {
    [("weights.", weights)] + optimizer.moments.map { ($0.name + ".", $0.buffer) }
      + (average.map { [(Self.averagePrefix, $0.weights)] } ?? [])
      + [("carried.", carried)]
  }
}
