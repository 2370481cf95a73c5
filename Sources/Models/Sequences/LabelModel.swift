// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers

/// A sequence encoder with a softmax over labels.
package protocol LabelModel: Sendable {
  var layout: ParameterLayout { get }
  var encoder: SequenceEncoder { get }
  var output: SoftmaxOutput { get }
}

extension SequenceClassifier {
  /// Returns random initial weights, as in `torch.nn`. With the last state, states must last from the
  /// start, because the first step may decide the label.
  package func initialParameters(seed: UInt64, embeddingDeviation: Float) -> ParameterBuffer {
    initialParameters(
      seed: seed, embeddingDeviation, statesMustLast: configuration.pooling == .last)
  }
}

extension SequenceLabeller {
  /// Returns random initial weights, as in `torch.nn`. The label of a step depends most on the steps
  /// nearby.
  package func initialParameters(seed: UInt64, embeddingDeviation: Float) -> ParameterBuffer {
    initialParameters(seed: seed, embeddingDeviation, statesMustLast: false)
  }
}

extension LabelModel {
  fileprivate func initialParameters(
    seed: UInt64, _ embeddingDeviation: Float, statesMustLast: Bool
  ) -> ParameterBuffer {
    InitialWeights(
      embeddings: encoder.embeddings, output: output.weight, layers: encoder.recurrentLayers,
      hiddenSize: encoder.stack.hiddenSize, statesMustLast: statesMustLast,
      embeddingDeviation: embeddingDeviation
    ).parameters(layout, seed: seed)
  }

  /// The weights that training packs: those of the recurrent products, which are computed step by
  /// step with few rows.
  package var packedForTraining: [(ParameterSlot, Weights.Orientation)] {
    encoder.stepwiseWeights.flatMap { [($0, .transposed), ($0, .stored)] }
  }

  /// The factors of all matrix products in inference. They are packed so that the result for a
  /// sequence does not depend on the others in its batch.
  package var packedForInference: [(ParameterSlot, Weights.Orientation)] {
    [(output.weight, .transposed)]
      + (encoder.stepwiseWeights + encoder.inputWeights).map { ($0, .stored) }
  }
}
