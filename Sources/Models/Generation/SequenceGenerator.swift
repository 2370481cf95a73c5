// SPDX-License-Identifier: Apache-2.0

package import Compute
import Layers
package import Text

/// Predicts each token of a sequence from a vector and the tokens before it: a language model that
/// is conditioned on a vector, such as the features of an image that the sequence describes.
package struct SequenceGenerator: Sendable {
  package let configuration: GeneratorConfiguration
  package let layout: ParameterLayout
  package let decoder: Decoder
  let conditioning: Conditioning

  package init(_ configuration: GeneratorConfiguration) {
    var layout = ParameterLayout()
    self.configuration = configuration
    decoder = Decoder(&layout, configuration.decoder)
    conditioning = Conditioning(
      &layout, configuration.injection, vectorSize: configuration.vectorSize, decoder.stack,
      configuration.decoder.stack)
    self.layout = layout
  }

  /// Returns the negative log-likelihood of every target, in nats, without dropout: `[N]`, in the
  /// order of `batch.text.targets`.
  package func losses(_ batch: GeneratorBatch, _ pass: Pass) -> [Float] {
    predictions(batch, pass).map(\.loss)
  }

  /// Predicts every target after the tokens before it, without dropout: `[N]`, in the order of
  /// `batch.text.targets`.
  func predictions(_ batch: GeneratorBatch, _ pass: Pass) -> [TokenPrediction] {
    let decoded = decode(batch, pass.withoutDropout).decoded
    return decoder.output.predictions(decoded.output, targets: batch.text.targets, pass)
  }

  private func decode(
    _ batch: GeneratorBatch, _ pass: Pass
  ) -> (decoded: Decoder.Saved, condition: Conditioning.Saved) {
    let vectors = pass.arena.matrix(
      rows: batch.text.tokens.lengths.sentences, columns: configuration.vectorSize)
    vectors.copy(from: batch.vectors)
    let condition = conditioning.forward(vectors, pass)
    let decoded = decoder.forward(
      batch.text.tokens, initial: condition.states, addends: condition.addends, attendingTo: nil,
      pass)
    return (decoded, condition)
  }
}

// MARK: - Training

extension SequenceGenerator: InitializedModel {
  package func work(_ example: GeneratorExample) -> Int {
    example.length * decoder.multiplyAddsPerToken + conditioning.matrices.multiplyAdds
  }

  package func batch(_ examples: [GeneratorExample], numbers: [UInt32]) -> GeneratorBatch {
    GeneratorBatch(examples, numbers: numbers)
  }

  package func predictions(_ batch: GeneratorBatch) -> Int { batch.text.targets.count }

  package func lossAndGradient(
    _ batch: GeneratorBatch, scale: Float, _ objective: TrainingObjective, _ pass: Pass,
    carried: ParameterBuffer
  ) -> Double {
    let (decoded, condition) = pass.time(.decoderForward) { decode(batch, pass) }
    let (loss, dOutput) = pass.time(.outputAndLoss) {
      decoder.output.lossAndGradient(
        decoded.output, targets: batch.text.targets, batch.text.tokens.lengths, scale: scale,
        objective, pass)
    }
    pass.time(.decoderBackward) {
      let tokens = batch.text.tokens
      let dStates = decoder.backward(dOutput, decoded, tokens, attendingTo: nil, pass)
      conditioning.backward(dStates, decoded.stack, condition, tokens.lengths, pass)
    }
    return loss
  }
}

// MARK: - Weights

extension SequenceGenerator {
  package var wordEmbeddings: ParameterSlot? { decoder.embedding.weight }

  /// If the vector enters only the first state, states must last.
  package func initialParameters(
    seed: UInt64, embeddingDeviation: Float, forgetBias: Float?, embeddings: WordVectors?
  ) -> ParameterBuffer {
    InitialWeights(
      embeddings: [decoder.embedding.weight], output: decoder.output.weight,
      layers: decoder.stack.recurrentLayers, linear: conditioning.matrices,
      hiddenSize: decoder.stack.hiddenSize, statesMustLast: configuration.injection == .state,
      embeddingDeviation: embeddingDeviation, forgetBias: forgetBias,
      vectors: InitialWeights.vectors([(wordEmbeddings, embeddings)])
    ).parameters(layout, seed: seed)
  }

  /// The weights that training packs: those of the recurrent products, which are computed step by
  /// step with few rows.
  package var packedForTraining: [(ParameterSlot, Weights.Orientation)] {
    decoder.stepwiseWeights.flatMap { [($0, .transposed), ($0, .stored)] }
  }

  /// The factors of all matrix products in inference. They are packed so that the result for a
  /// sequence does not depend on the others in its batch. The largest is first.
  package var packedForInference: [(ParameterSlot, Weights.Orientation)] {
    decoder.packedForInference + conditioning.matrices.map { ($0, .stored) }
  }
}
