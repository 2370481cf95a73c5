// SPDX-License-Identifier: Apache-2.0

package import Compute
import Layers

/// The whole model (Sutskever, Vinyals and Le, "Sequence to sequence learning with neural networks",
/// 2014): the encoder's states of every layer are the decoder's first ones, and all it is told.
package struct EncoderDecoder: Sendable {
  package let configuration: ModelConfiguration
  package let layout: ParameterLayout
  package let encoder: Encoder
  package let decoder: Decoder

  package init(_ configuration: ModelConfiguration) {
    var layout = ParameterLayout()
    self.configuration = configuration
    // Dropout layers are told apart by these numbers: room for 512 layers a side.
    encoder = Encoder(&layout, configuration, firstTensor: 0)
    decoder = Decoder(&layout, configuration, firstTensor: 1 << 9)
    self.layout = layout
  }

  /// The summed loss of a batch, in nats; adds the gradient of `scale` times it to `gradient`, to
  /// be summed before the arena is reset.
  ///
  /// `random` is the key of the training step for dropout. The arena is left full.
  package func lossAndGradient(
    _ batch: TranslationBatch, scale: Float, random: Philox, _ weights: Weights,
    into gradient: GradientTerms, _ workspace: Workspace
  ) -> Double {
    let source = batch.source.tokens
    let encoded = workspace.time(.encoderForward) {
      encoder.forward(source, random: random, weights, workspace)
    }
    let decoded = workspace.time(.decoderForward) {
      let initial = encoded.finalStates.map { $0.gathering(batch.encoderRows, workspace) }
      return decoder.forward(
        batch.decoderInput, initial: initial, random: random, weights, workspace)
    }
    let (loss, dOutput) = workspace.time(.outputAndLoss) {
      decoder.output.lossAndGradient(
        decoded.output, targets: batch.targets, scale: scale, weights, into: gradient, workspace)
    }
    let dInitial = workspace.time(.decoderBackward) {
      decoder.backward(
        dOutput, decoded, batch.decoderInput, random: random, weights, into: gradient, workspace)
    }
    workspace.time(.encoderBackward) {
      let dFinal = dInitial.map { $0.gathering(batch.decoderRows, workspace) }
      encoder.backward(
        dFinal: dFinal, encoded, source, random: random, weights, into: gradient, workspace)
    }
    return loss
  }

  /// The negative log-likelihood of every target token, in nats, without dropout: `[N]` in the rows
  /// of the decoder.
  package func losses(
    _ batch: TranslationBatch, _ weights: Weights, _ workspace: Workspace
  ) -> [Float] {
    let encoded = encoder.forward(batch.source.tokens, random: nil, weights, workspace)
    let initial = encoded.finalStates.map { $0.gathering(batch.encoderRows, workspace) }
    let decoded = decoder.forward(
      batch.decoderInput, initial: initial, random: nil, weights, workspace)
    return decoder.output.losses(decoded.output, targets: batch.targets, weights, workspace)
  }
}

// MARK: - Packing

extension EncoderDecoder {
  /// What training packs: the weights of the recurrent products, which are made step by step with
  /// few rows. The others are made once over all rows and gain nothing.
  package var packedForTraining: [(ParameterSlot, Weights.Orientation)] {
    (encoder.stack.recurrentWeights + decoder.stack.recurrentWeights)
      .flatMap { [($0, .transposed), ($0, .stored)] }
  }
}

/// Keeps the uses of one seed apart.
package enum RandomPurpose {
  package static let shuffling: UInt32 = 1
  package static let dropout: UInt32 = 2
  package static let subwordDropout: UInt32 = 3
  /// And as many more as there are parameters.
  package static let initialWeights: UInt32 = 1 << 16
}
