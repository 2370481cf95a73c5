// SPDX-License-Identifier: Apache-2.0

package import Compute
import Layers

extension EncoderDecoder {
  /// Returns random initial weights.
  ///
  /// Without attention, the decoder depends on the encoder's final states alone, so states must
  /// last. Attention, in contrast, learns sooner to tell words apart if states reflect only the
  /// nearby words.
  package func initialParameters(seed: UInt64, embeddingDeviation: Float) -> ParameterBuffer {
    InitialWeights(
      embeddings: [encoder.embedding.weight, decoder.embedding.weight],
      output: decoder.output.weight,
      layers: encoder.stack.recurrentLayers + decoder.stack.recurrentLayers,
      hiddenSize: configuration.hiddenSize, statesMustLast: configuration.attention == .none,
      embeddingDeviation: embeddingDeviation
    ).parameters(layout, seed: seed)
  }
}
