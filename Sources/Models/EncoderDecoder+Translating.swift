// SPDX-License-Identifier: Apache-2.0

package import Compute
import Layers
package import Threads

extension EncoderDecoder {
  /// Whether translating needs the encoder's outputs of whole sentences, for each of whose words it then
  /// takes memory.
  package var encodesWhole: Bool {
    configuration.attention != .none || configuration.decoderInitialization == .mean
      || configuration.bidirectional != .none || configuration.residual
  }

  /// What translating multiplies by: every matrix but the embeddings, ready for products, so that a
  /// sentence's result does not depend on how many others it is translated with. The largest comes
  /// first, so that workers who prepare them end together.
  package var packedForTranslating: [(ParameterSlot, Weights.Orientation)] {
    let stacks = [encoder.stack, decoder.stack].flatMap { $0.recurrentWeights + $0.inputWeights }
    let others = start.matrices + (decoder.attention?.matrices ?? [])
    return [(decoder.output.weight, .transposed)] + (stacks + others).map { ($0, .stored) }
  }

  /// The weights for translating: embeddings and biases as they lie in the file, the other matrices
  /// packed, or rounded to 8 bits where `quantized`.
  package func translatingWeights(
    _ parameters: MappedParameters, quantized: Bool, _ pool: WorkerPool, _ kernels: Kernels = .best
  ) -> Weights {
    let keys = packedForTranslating
    let factors = pool.map(below: keys.count) { _, index in
      let (slot, orientation) = keys[index]
      // Files hold PyTorch's [out, in]; the factor of a product is [in, out].
      precondition((orientation == .transposed) != slot.isTransposed)
      defer { parameters.releaseMemory(of: slot) }
      return WeightFactor(transposeOf: parameters[slot], quantized: quantized, kernels)
    }
    // Embeddings may be the output's weights too.
    let embeddings = [encoder.embedding.weight, decoder.embedding.weight]
    let matrices = layout.entries.map(\.slot).filter { slot in
      embeddings.contains(slot) || !keys.contains { $0.0 == slot }
    }
    return Weights(
      layout,
      matrices: Dictionary(uniqueKeysWithValues: matrices.map { ($0, parameters[$0]) }),
      factors: zip(keys, factors).map { key, factor in (key.0, key.1, factor) },
      owner: parameters)
  }
}

extension WeightFactor {
  fileprivate init(transposeOf matrix: MatrixView, quantized: Bool, _ kernels: Kernels) {
    if quantized {
      self = .quantized(QuantizedWeights(transposeOf: matrix, kernels))
    } else {
      let packed = PackedWeights(inner: matrix.columns, outer: matrix.rows)
      packed.pack(transposeOf: matrix)
      self = .packed(packed)
    }
  }
}
