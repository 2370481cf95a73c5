// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers

/// The whole model: the encoder's final states of each layer initialize the decoder (Sutskever,
/// Vinyals and Le, "Sequence to sequence learning with neural networks", 2014). Without attention
/// to the encoder's outputs, the decoder knows nothing else of the source.
package struct EncoderDecoder: Sendable {
  package let configuration: ModelConfiguration
  package let layout: ParameterLayout
  package let encoder: Encoder
  package let start: DecoderStart
  package let decoder: Decoder

  package init(_ configuration: ModelConfiguration) {
    var layout = ParameterLayout()
    self.configuration = configuration
    // Each side has 512 random streams, which is enough for its layers.
    encoder = Encoder(&layout, configuration, firstStream: 0)
    start = DecoderStart(&layout, configuration)
    decoder = Decoder(&layout, configuration, encoder, firstStream: 1 << 9)
    self.layout = layout
  }

  /// Returns the summed loss of a batch, in nats. Adds gradient terms of `scale` times the loss that
  /// `objective` defines. The arena is not reset.
  package func lossAndGradient(
    _ batch: TranslationBatch, scale: Float, objective: TrainingObjective = TrainingObjective(),
    _ pass: Pass
  ) -> Double {
    let source = batch.source.tokens
    let encoded = pass.time(.encoderForward) {
      encoder.forward(source, pass)
    }
    let (initial, attended, input, decoded) = pass.time(.decoderForward) {
      let initial = start.forward(
        encoded.finalStates, encoded.output, source.lengths, rows: batch.encoderRows, pass)
      let attended = attentionSource(encoded, batch, pass)
      let input = decoderInput(
        batch, objective, initial: initial.states, attendingTo: attended, pass)
      let decoded = decoder.forward(
        input, initial: initial.states, attendingTo: attended, pass)
      return (initial, attended, input, decoded)
    }
    let (loss, dOutput) = pass.time(.outputAndLoss) {
      decoder.output.lossAndGradient(
        decoded.output, targets: batch.targets, scale: scale, smoothing: objective.labelSmoothing,
        pass)
    }
    let dSource = attended.flatMap { decoder.attention?.zeroGradient(of: $0, pass) }
    let dInitial = pass.time(.decoderBackward) {
      decoder.backward(
        dOutput, decoded, input,
        attendingTo: attended.flatMap { source in dSource.map { (source, $0) } },
        // An observer watches the encoder, with which the decoder may share its layers.
        pass.unobserved)
    }
    pass.time(.encoderBackward) {
      let dEncoded = gradientOfOutput(
        attended, dSource, source.lengths, pass)
      let dFinal = start.backward(
        dInitial, initial, dOutput: dEncoded, source.lengths, rows: batch.decoderRows, pass)
      encoder.backward(
        dEncoded, dFinal: dFinal, encoded, source, pass)
    }
    return loss
  }

  /// Returns the negative log-likelihood of every target token, in nats, without dropout: `[N]`, in
  /// the order of the decoder's rows.
  package func losses(
    _ batch: TranslationBatch, _ pass: Pass
  ) -> [Float] {
    predictions(batch, pass).map(\.loss)
  }

  /// Predicts every target token after the reference tokens before it, without dropout: `[N]`, in the
  /// order of the decoder's rows.
  package func predictions(
    _ batch: TranslationBatch, _ pass: Pass
  ) -> [TokenPrediction] {
    decoder.output.predictions(decoded(batch, pass).output, targets: batch.targets, pass)
  }

  /// Runs the model on a batch with the reference words as decoder input, without dropout.
  package func decoded(
    _ batch: TranslationBatch, _ pass: Pass
  ) -> Decoder.Saved {
    let source = batch.source.tokens
    let encoded = encoder.forward(source, pass.withoutDropout)
    let initial = start.forward(
      encoded.finalStates, encoded.output, source.lengths, rows: batch.encoderRows, pass)
    return decoder.forward(
      batch.decoderInput, initial: initial.states,
      attendingTo: attentionSource(encoded, batch, pass), pass.withoutDropout)
  }
}

// MARK: - Attention

extension EncoderDecoder {
  /// Returns the encoder's outputs for each sentence of the decoder to attend to.
  private func attentionSource(
    _ encoded: Encoder.Saved, _ batch: TranslationBatch, _ pass: Pass
  ) -> Attention.Source? {
    guard let attention = decoder.attention else { return nil }
    let lengths = batch.source.tokens.lengths
    let spans = lengths.spans
    return attention.source(
      encoded.output.gathering(lengths.bySentence, pass.arena),
      spans: batch.encoderRows.map { spans[Int($0)] }, pass)
  }

  /// Returns the part of the gradient of the encoder's outputs that comes through attention,
  /// `[N, H]`.
  private func gradientOfOutput(
    _ source: Attention.Source?, _ dSource: Attention.SourceGradient?,
    _ lengths: PackedLengths, _ pass: Pass
  ) -> MatrixView {
    guard let attention = decoder.attention, let source, let dSource else {
      return pass.arena.zeros(rows: lengths.rows, columns: encoder.stack.hiddenSize)
    }
    return attention.backward(dSource, source, pass)
      .gathering(lengths.placesBySentence, pass.arena)
  }
}

// MARK: - Packing

extension EncoderDecoder {
  /// The weights that training packs: those of the recurrent products, which are computed step by
  /// step with few rows. Other products run once over all rows and gain nothing from packing.
  package var packedForTraining: [(ParameterSlot, Weights.Orientation)] {
    distinct(encoder.stack.recurrentWeights + decoder.stepwiseWeights).elements
      .flatMap { [($0, .transposed), ($0, .stored)] }
  }
}

// MARK: - Work

extension EncoderDecoder {
  /// The number of multiply-adds in matrix products for one source token, forward.
  package var multiplyAddsPerSourceToken: Int {
    let keys = decoder.attention?.keyWeight.map { [$0] } ?? []
    return (encoder.stack.inputWeights + encoder.stack.recurrentWeights + keys).multiplyAdds
  }

  /// The number of multiply-adds in matrix products for one target token, forward, including the
  /// output layer.
  package var multiplyAddsPerTargetToken: Int { decoder.multiplyAddsPerToken }
}

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
    let stacks = distinct(
      encoder.stack.recurrentWeights + encoder.stack.inputWeights
        + decoder.stack.recurrentWeights + decoder.stack.inputWeights
    ).elements
    let others = start.matrices + (decoder.attention?.matrices ?? [])
    return [(decoder.output.weight, .transposed)] + (stacks + others).map { ($0, .stored) }
  }
}
