// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers
import Text

/// A sequence encoder with a softmax over labels.
package protocol LabelModel: InitializedModel {
  var encoder: SequenceEncoder { get }
  var output: LabelOutput { get }

  /// Returns the distributions over the labels for `input`, in buffers of the workspace's arena,
  /// without dropout. `session` is one of this model's encoder.
  func distribution(
    _ input: SequenceInput, _ session: SequenceSession, with partner: SequenceSession.Partner?
  ) -> WordDistribution

  /// Returns values of the rows of a distribution, for each example in the order of its
  /// predictions.
  func byExample<Value>(_ values: [Value], _ input: SequenceInput) -> [[Value]]
}

/// A softmax over labels, with dropout before it.
package struct LabelOutput: Sendable {
  package let softmax: SoftmaxOutput
  private let dropout: Dropout

  /// Claims random stream 1.
  init(
    _ layout: inout ParameterLayout, _ encoder: SequenceEncoderConfiguration, labelCount: Int
  ) {
    softmax = SoftmaxOutput(
      &layout, name: "output", inputSize: encoder.hiddenSize, vocabularySize: labelCount)
    dropout = Dropout(rate: encoder.outputDropout, stream: layout.claimRandomStream(1))
  }

  /// Returns the summed loss of `labels` `[N]` and the gradient of `input` `[N, H]`, scaled by
  /// `scale`. Adds gradient terms.
  func lossAndGradient(
    _ input: MatrixView, labels: [Int32], _ rows: PackedRows, scale: Float,
    _ objective: TrainingObjective, _ pass: Pass
  ) -> (loss: Double, dInput: MatrixView) {
    let (loss, dInput) = pass.time(.outputAndLoss) {
      softmax.lossAndGradient(
        dropout.forward(input, rows.identities, pass), targets: labels, rows.lengths, scale: scale,
        objective, pass)
    }
    dropout.backward(dInput, rows.identities, pass)
    return (loss, dInput)
  }

  var multiplyAdds: Int { softmax.weight.columns * softmax.weight.rows }
}

extension LabelModel {
  package var wordEmbeddings: ParameterSlot? { encoder.tokens?.embedding.weight }

  /// Returns initial weights. If `statesMustLast`, a prediction may depend on a step far back.
  func initialParameters(
    seed: UInt64, _ embeddingDeviation: Float, _ forgetBias: Float?, _ embeddings: WordVectors?,
    statesMustLast: Bool
  ) -> ParameterBuffer {
    InitialWeights(
      embeddings: encoder.embeddings, output: output.softmax.weight,
      layers: encoder.recurrentLayers, hiddenSize: encoder.stack.hiddenSize,
      statesMustLast: statesMustLast, embeddingDeviation: embeddingDeviation,
      forgetBias: forgetBias,
      vectors: InitialWeights.vectors([(wordEmbeddings, embeddings)])
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
    [(output.softmax.weight, .transposed)]
      + (encoder.stepwiseWeights + encoder.inputWeights).map { ($0, .stored) }
  }
}
