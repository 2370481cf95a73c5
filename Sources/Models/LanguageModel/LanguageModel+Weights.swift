// SPDX-License-Identifier: Apache-2.0

package import Compute
import Layers
package import Text

extension LanguageModel {
  /// Returns random initial weights, as in `torch.nn`. Each next token depends mostly on the nearest
  /// ones: with states that last from the start, as for a decoder without attention, the dev loss of
  /// characters was 0.09 nats higher after an epoch. A learned initial state is zero at first.
  package func initialParameters(
    seed: UInt64, embeddingDeviation: Float, forgetBias: Float? = nil,
    embeddings: WordVectors? = nil
  ) -> ParameterBuffer {
    let parameters = InitialWeights(
      embeddings: [decoder.embedding.weight], output: decoder.output.weight,
      layers: decoder.stack.recurrentLayers, hiddenSize: configuration.hiddenSize,
      statesMustLast: false, embeddingDeviation: embeddingDeviation, forgetBias: forgetBias,
      vectors: InitialWeights.vectors([(decoder.embedding.weight, embeddings)])
    ).parameters(layout, seed: seed)
    for slots in initialState?.layers ?? [] {
      parameters[slots.hidden].fill(0)
      if let cell = slots.cell { parameters[cell].fill(0) }
    }
    return parameters
  }

  /// The weights that training packs: those of the recurrent products, which are computed step by
  /// step with few rows.
  package var packedForTraining: [(ParameterSlot, Weights.Orientation)] {
    decoder.stepwiseWeights.flatMap { [($0, .transposed), ($0, .stored)] }
  }

  /// The factors of all matrix products in inference. They are packed so that the result for a
  /// sequence does not depend on the others in its batch. The largest is first.
  package var packedForInference: [(ParameterSlot, Weights.Orientation)] {
    decoder.packedForInference
  }
}
