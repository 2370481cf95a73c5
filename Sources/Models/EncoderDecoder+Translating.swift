// SPDX-License-Identifier: Apache-2.0

package import Compute
import Layers
package import Threads

extension EncoderDecoder {
  /// True if translating needs the encoder's outputs for whole sentences, in memory proportional to
  /// their length.
  package var encodesWhole: Bool {
    configuration.attention != .none || configuration.decoderInitialization == .mean
      || configuration.bidirectional != .none || configuration.residual
  }

  /// The factors of the matrix products in translation: every matrix except the embeddings. They
  /// are packed so that the result for a sentence does not depend on the size of its batch. The
  /// largest is first, so that the workers who pack them finish together.
  package var packedForTranslating: [(ParameterSlot, Weights.Orientation)] {
    let stacks =
      encoder.stack.recurrentWeights + encoder.stack.inputWeights
      + decoder.stack.recurrentWeights + decoder.stack.inputWeights
    let others = start.matrices + (decoder.attention?.matrices ?? [])
    return [(decoder.output.weight, .transposed)] + (stacks + others).map { ($0, .stored) }
  }

  /// Returns the weights for translating. Embeddings and biases stay as they are in the file; other
  /// matrices are packed or, if `quantized`, rounded to 8 bits.
  package func translatingWeights(
    _ parameters: MappedParameters, quantized: Bool, _ pool: WorkerPool, _ kernels: Kernels = .best
  ) -> Weights {
    Weights(
      layout, parameters, packing: packedForTranslating,
      embeddings: [encoder.embedding.weight, decoder.embedding.weight], quantized: quantized, pool,
      kernels)
  }
}
