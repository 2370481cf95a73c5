// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Models

/// A model, the examples it learns from, and the scores that tell how well it does.
package protocol LearningTask {
  associatedtype Model: TrainableModel

  var model: Model { get }
  /// True if there is a dev set.
  var hasDevelopment: Bool { get }

  /// Returns the batches of an epoch, counted from 0.
  func plan(epoch: Int, _ configuration: TrainingConfiguration) -> BatchPlan
  /// Returns the examples with these numbers, as they are in an epoch.
  func examples(_ numbers: ArraySlice<UInt32>, epoch: Int, seed: UInt64) -> [Model.Example]
  /// Scores weights on the dev set; nil if there is none.
  func score(_ parameters: ParameterBuffer, _ engine: TrainingEngine<Model>) -> Scores?

  /// Measures the gradients with respect to the states of the model at the earlier steps of examples,
  /// and their mean loss; nil if the model has no states. Changes nothing.
  ///
  /// - Throws: If the computation fails.
  func gradients(
    _ parameters: ParameterBuffer, _ engine: TrainingEngine<Model>, _ examples: [Model.Example]
  ) throws -> Scores?

  /// Returns a sample of the model's output, to watch while it learns; nil if the task has none.
  func sample(
    _ parameters: ParameterBuffer, _ engine: TrainingEngine<Model>, step: Int
  ) -> String?

  static var fileKeys: FileKeys { get }
}

extension LearningTask {
  package static var fileKeys: FileKeys { FileKeys() }

  package func gradients(
    _ parameters: ParameterBuffer, _ engine: TrainingEngine<Model>, _ examples: [Model.Example]
  ) throws -> Scores? { nil }

  package func sample(
    _ parameters: ParameterBuffer, _ engine: TrainingEngine<Model>, step: Int
  ) -> String? { nil }
}
