// SPDX-License-Identifier: Apache-2.0

package import Compute
import Layers

/// The whole model: an encoder whose states of every layer are the decoder's first ones (Sutskever,
/// Vinyals and Le, "Sequence to sequence learning with neural networks", 2014), and all it is told
/// unless it attends to the encoder's outputs.
package struct EncoderDecoder: Sendable {
  package let configuration: ModelConfiguration
  package let layout: ParameterLayout
  package let encoder: Encoder
  package let start: DecoderStart
  package let decoder: Decoder

  package init(_ configuration: ModelConfiguration) {
    var layout = ParameterLayout()
    self.configuration = configuration
    // Dropout layers are told apart by these numbers: room for 512 layers a side.
    encoder = Encoder(&layout, configuration, firstTensor: 0)
    start = DecoderStart(&layout, configuration)
    decoder = Decoder(
      &layout, configuration, sourceEmbedding: encoder.embedding, firstTensor: 1 << 9)
    self.layout = layout
  }

  /// The summed loss of a batch, in nats; adds the gradient of `scale` times what `objective` makes of
  /// it to `gradient`, to be summed before the arena is reset.
  ///
  /// `random` is the key of the training step for dropout. The arena is left full.
  package func lossAndGradient(
    _ batch: TranslationBatch, scale: Float, objective: TrainingObjective = TrainingObjective(),
    random: Philox, _ weights: Weights, into gradient: GradientTerms, _ workspace: Workspace
  ) -> Double {
    let source = batch.source.tokens
    let encoded = workspace.time(.encoderForward) {
      encoder.forward(source, random: random, weights, workspace)
    }
    let (initial, attended, input, decoded) = workspace.time(.decoderForward) {
      let initial = start.forward(
        encoded.finalStates, encoded.output, source.lengths, rows: batch.encoderRows, weights,
        workspace)
      let attended = attentionSource(encoded, batch, weights, workspace)
      let input = decoderInput(
        batch, objective, initial: initial.states, attendingTo: attended, random: random,
        weights, workspace)
      let decoded = decoder.forward(
        input, initial: initial.states, attendingTo: attended, random: random, weights, workspace)
      return (initial, attended, input, decoded)
    }
    let (loss, dOutput) = workspace.time(.outputAndLoss) {
      decoder.output.lossAndGradient(
        decoded.output, targets: batch.targets, scale: scale, smoothing: objective.labelSmoothing,
        weights,
        into: gradient, workspace)
    }
    let dSource = attended.flatMap { decoder.attention?.zeroGradient(of: $0, workspace) }
    let dInitial = workspace.time(.decoderBackward) {
      decoder.backward(
        dOutput, decoded, input,
        attendingTo: attended.flatMap { source in dSource.map { (source, $0) } },
        random: random, weights, into: gradient, workspace)
    }
    workspace.time(.encoderBackward) {
      let dEncoded = gradientOfOutput(
        attended, dSource, source.lengths, weights, into: gradient, workspace)
      let dFinal = start.backward(
        dInitial, initial, dOutput: dEncoded, source.lengths, rows: batch.decoderRows, weights,
        into: gradient, workspace)
      encoder.backward(
        dEncoded, dFinal: dFinal, encoded, source, random: random, weights, into: gradient,
        workspace)
    }
    return loss
  }

  /// The negative log-likelihood of every target token, in nats, without dropout: `[N]` in the rows
  /// of the decoder.
  package func losses(
    _ batch: TranslationBatch, _ weights: Weights, _ workspace: Workspace
  ) -> [Float] {
    let decoded = decoded(batch, weights, workspace)
    return decoder.output.losses(decoded.output, targets: batch.targets, weights, workspace)
  }

  /// What the decoder makes of a batch, after the right words and without dropout.
  package func decoded(
    _ batch: TranslationBatch, _ weights: Weights, _ workspace: Workspace
  ) -> Decoder.Saved {
    let source = batch.source.tokens
    let encoded = encoder.forward(source, random: nil, weights, workspace)
    let initial = start.forward(
      encoded.finalStates, encoded.output, source.lengths, rows: batch.encoderRows, weights,
      workspace)
    return decoder.forward(
      batch.decoderInput, initial: initial.states,
      attendingTo: attentionSource(encoded, batch, weights, workspace), random: nil, weights,
      workspace)
  }
}

// MARK: - Attention

extension EncoderDecoder {
  /// What the decoder's sentences attend to.
  private func attentionSource(
    _ encoded: Encoder.Saved, _ batch: TranslationBatch, _ weights: Weights,
    _ workspace: Workspace
  ) -> Attention.Source? {
    guard let attention = decoder.attention else { return nil }
    let lengths = batch.source.tokens.lengths
    let spans = lengths.spans
    return attention.source(
      encoded.output.gathering(lengths.bySentence, workspace.arena),
      spans: batch.encoderRows.map { spans[Int($0)] }, weights, workspace)
  }

  /// What attention knows of the gradient of the encoder's outputs, `[N, H]`.
  private func gradientOfOutput(
    _ source: Attention.Source?, _ dSource: Attention.SourceGradient?,
    _ lengths: PackedLengths, _ weights: Weights, into gradient: GradientTerms,
    _ workspace: Workspace
  ) -> MatrixView {
    guard let attention = decoder.attention, let source, let dSource else {
      return workspace.arena.zeros(rows: lengths.rows, columns: encoder.stack.hiddenSize)
    }
    return attention.backward(dSource, source, weights, into: gradient, workspace)
      .gathering(lengths.placesBySentence, workspace.arena)
  }
}

// MARK: - Packing

extension EncoderDecoder {
  /// What training packs: the weights of the recurrent products, which are made step by step with
  /// few rows. The others are made once over all rows and gain nothing.
  package var packedForTraining: [(ParameterSlot, Weights.Orientation)] {
    (encoder.stack.recurrentWeights + decoder.stack.recurrentWeights + fedWeights)
      .flatMap { [($0, .transposed), ($0, .stored)] }
  }

  /// What a decoder that is fed its output multiplies by step by step besides.
  private var fedWeights: [ParameterSlot] {
    guard decoder.feedsInput, let attention = decoder.attention else { return [] }
    return decoder.stack.inputWeights + [attention.combination.weight]
      + (attention.queryWeight.map { [$0] } ?? [])
  }
}

// MARK: - Work

extension EncoderDecoder {
  /// The multiply-adds of the forward pass for a source token, in matrix products.
  package var multiplyAddsPerSourceToken: Int {
    let keys = decoder.attention?.keyWeight.map { [$0] } ?? []
    return size(of: encoder.stack.inputWeights + encoder.stack.recurrentWeights + keys)
  }

  /// The same for a target token: the output layer comes on top.
  package var multiplyAddsPerTargetToken: Int {
    let attention = decoder.attention.map {
      [$0.combination.weight] + ($0.queryWeight.map { [$0] } ?? [])
    }
    return size(
      of: decoder.stack.inputWeights + decoder.stack.recurrentWeights
        + [decoder.output.weight] + (attention ?? []))
  }

  private func size(of slots: [ParameterSlot]) -> Int {
    slots.reduce(0) { $0 + $1.rows * $1.columns }
  }
}

/// Keeps the uses of one seed apart.
package enum RandomPurpose {
  package static let shuffling: UInt32 = 1
  package static let dropout: UInt32 = 2
  package static let subwordDropout: UInt32 = 3
  package static let sampling: UInt32 = 4
  /// And as many more as there are parameters.
  package static let initialWeights: UInt32 = 1 << 16
}
