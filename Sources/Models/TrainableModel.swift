// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Text

/// A model that can be trained: the loss and the gradient that one worker computes for its shard of a
/// batch.
package protocol TrainableModel: Sendable {
  associatedtype Example
  associatedtype Batch: Sendable

  var layout: ParameterLayout { get }
  /// The layout of the state that outlives a step; empty for most models.
  var carried: ParameterLayout { get }
  /// The weights that training packs in any precision: those of products with few rows.
  var packedForTraining: [(ParameterSlot, Weights.Orientation)] { get }
  /// The factors of all matrix products, forward.
  var packedForInference: [(ParameterSlot, Weights.Orientation)] { get }

  /// Returns the work that an example takes, in multiply-adds, so that shards can be balanced.
  func work(_ example: Example) -> Int
  /// `numbers` identify the examples for dropout.
  func batch(_ examples: [Example], numbers: [UInt32]) -> Batch
  /// Returns the number of predictions over which the loss of a batch is summed.
  func predictions(_ batch: Batch) -> Int
  /// Returns the summed loss of a batch, in nats. Adds gradient terms of `scale` times the loss that
  /// `objective` defines, and updates the batch's part of the `carried` state.
  func lossAndGradient(
    _ batch: Batch, scale: Float, _ objective: TrainingObjective, _ pass: Pass,
    carried: ParameterBuffer
  ) -> Double
}

extension TrainableModel {
  package var carried: ParameterLayout { ParameterLayout() }

  /// Returns the weights to pack for training in `precision`. Rounding a weight to bfloat16 takes
  /// much longer than copying it: all weights are rounded once for all workers, instead of by each
  /// worker in each product.
  package func packed(
    forTrainingIn precision: ProductPrecision
  ) -> [(ParameterSlot, Weights.Orientation)] {
    guard precision == .bfloat16 else { return packedForTraining }
    return distinct((packedForTraining + packedForInference).map(\.0)).elements
      .flatMap { [($0, .stored), ($0, .transposed)] }
  }
}

/// A model that training starts with random weights, except embeddings that are given.
package protocol InitializedModel: TrainableModel {
  /// The embeddings of the vocabulary, `[V, E]`; nil if the model has no vocabulary.
  var wordEmbeddings: ParameterSlot? { get }

  /// Returns initial weights: `embeddings`, and random ones as in `torch.nn`. `forgetBias` is the bias
  /// of forget gates; nil for the usual one.
  func initialParameters(
    seed: UInt64, embeddingDeviation: Float, forgetBias: Float?, embeddings: WordVectors?
  ) -> ParameterBuffer
}

extension InitializedModel {
  package func initialParameters(seed: UInt64, embeddingDeviation: Float) -> ParameterBuffer {
    initialParameters(
      seed: seed, embeddingDeviation: embeddingDeviation, forgetBias: nil, embeddings: nil)
  }
}
