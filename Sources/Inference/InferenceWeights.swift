// SPDX-License-Identifier: Apache-2.0

package import Checkpoints
package import Compute
import Layers
package import Models
package import Threads

extension EncoderDecoder {
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

extension LabelModel {
  /// Returns the weights for inference. Embeddings and biases stay as they are in the file; other
  /// matrices are packed or, if `quantized`, rounded to 8 bits.
  package func inferenceWeights(
    _ parameters: MappedParameters, quantized: Bool, _ pool: WorkerPool, _ kernels: Kernels = .best
  ) -> Weights {
    Weights(
      layout, parameters, packing: packedForInference, embeddings: encoder.embeddings,
      quantized: quantized, pool, kernels)
  }
}

extension LanguageModel {
  /// Returns the weights for inference. Embeddings, biases and initial states stay as they are in
  /// the file; other matrices are packed or, if `quantized`, rounded to 8 bits.
  package func inferenceWeights(
    _ parameters: MappedParameters, quantized: Bool, _ pool: WorkerPool, _ kernels: Kernels = .best
  ) -> Weights {
    Weights(
      layout, parameters, packing: packedForInference, embeddings: [decoder.embedding.weight],
      quantized: quantized, pool, kernels)
  }
}

extension SequenceGenerator {
  /// Returns the weights for inference. Embeddings and biases stay as they are in the file; other
  /// matrices are packed or, if `quantized`, rounded to 8 bits.
  package func inferenceWeights(
    _ parameters: MappedParameters, quantized: Bool, _ pool: WorkerPool, _ kernels: Kernels = .best
  ) -> Weights {
    Weights(
      layout, parameters, packing: packedForInference, embeddings: [decoder.embedding.weight],
      quantized: quantized, pool, kernels)
  }
}

extension Weights {
  /// Creates weights for inference. The matrices of `keys` are packed or, if `quantized`, rounded to
  /// 8 bits. `embeddings` and biases stay as they are in the file.
  convenience init(
    _ layout: ParameterLayout, _ parameters: MappedParameters,
    packing keys: [(ParameterSlot, Orientation)], embeddings: [ParameterSlot], quantized: Bool,
    _ pool: WorkerPool, _ kernels: Kernels
  ) {
    let factors = pool.map(below: keys.count) { _, index in
      let (slot, orientation) = keys[index]
      // Files hold PyTorch's [out, in]; the factor of a product is [in, out].
      precondition((orientation == .transposed) != slot.isTransposed)
      defer { parameters.releaseMemory(of: slot) }
      return WeightFactor(transposeOf: parameters[slot], quantized: quantized, kernels)
    }
    // Tied embeddings are needed both as a table and as the output layer's factor.
    let matrices = layout.entries.map(\.slot).filter { slot in
      embeddings.contains(slot) || !keys.contains { $0.0 == slot }
    }
    self.init(
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

// MARK: - Reading

extension MappedParameters {
  /// Maps the weights of a checkpoint, which must be finite.
  ///
  /// - Throws: `CheckpointError`, `SafetensorsError` or `FileError`.
  convenience init(weightsOf files: CheckpointFiles, _ layout: ParameterLayout) throws {
    try self.init(files.model, layout)
    try requireNothingElse(than: layout)
    for entry in layout.entries { try requireFinite(entry, of: files) }
  }

  /// - Throws: `CheckpointError` if a weight is not finite.
  func requireFinite(
    _ entry: ParameterLayout.Entry, of files: CheckpointFiles
  ) throws(CheckpointError) {
    guard Kernels.best.sumOfSquares(self[entry.slot]).isFinite else {
      throw CheckpointError(
        directory: files.directory, problem: .nonFiniteWeights(tensor: entry.name))
    }
  }
}
