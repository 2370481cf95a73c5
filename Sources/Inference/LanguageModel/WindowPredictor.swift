// SPDX-License-Identifier: Apache-2.0

package import Checkpoints
package import Compute
package import Layers
package import Models
package import Threads

/// A window model in use, step by step.
package final class WindowPredictor: TokenPredictor {
  private let model: WindowModel
  private let pass: Pass
  private let startToken: Int32
  /// The last tokens of each row, at most as many as the model looks at.
  private var texts: [ArraySlice<Int32>] = [[]]
  private var saved: [ArraySlice<Int32>] = []

  /// `start` stands for all tokens before a text.
  package init(_ model: WindowModel, start: Int32, _ pass: Pass) {
    self.model = model
    self.pass = pass
    startToken = start
  }

  package var vocabularySize: Int { model.configuration.vocabularySize }
  package var workspace: Workspace { pass.workspace }

  package func start() { texts = [[]] }

  package func advance(_ rows: [Int32], by tokens: [Int32]) {
    texts = zip(rows, tokens).map { row, token in
      (texts[Int(row)].suffix(model.configuration.contextSize - 1) + [token])[...]
    }
  }

  package func distribution() -> WordDistribution {
    model.distribution(after: texts, start: startToken, pass)
  }

  package func save() { saved = texts }

  package func restore() { texts = saved }
}

extension WindowModel {
  /// The factors of all matrix products in inference. They are packed so that the result for a text
  /// does not depend on the others in its batch. The largest is first.
  package var packedForInference: [(ParameterSlot, Weights.Orientation)] {
    [(output.weight, .transposed)] + (hidden.map { [($0.weight, .stored)] } ?? [])
  }

  /// Returns the weights for inference. Embeddings and biases stay as they are in the file; other
  /// matrices are packed or, if `quantized`, rounded to 8 bits.
  package func inferenceWeights(
    _ parameters: MappedParameters, quantized: Bool, _ pool: WorkerPool, _ kernels: Kernels = .best
  ) -> Weights {
    Weights(
      layout, parameters, packing: packedForInference,
      embeddings: embedding.map { [$0.weight] } ?? [], quantized: quantized, pool, kernels)
  }
}
