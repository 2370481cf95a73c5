// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers

/// A recurrent language model: predicts each token of a text from all tokens before it. It is a
/// decoder that starts from no source.
///
/// A long text is read in windows. The states are carried on from one window to the next, but the
/// gradient ends at the start of a window (truncated backpropagation through time; Williams and
/// Peng, "An efficient gradient-based algorithm for on-line training of recurrent network
/// trajectories", 1990).
package struct LanguageModel: Sendable {
  package let configuration: LanguageModelConfiguration
  package let layout: ParameterLayout
  package let decoder: Decoder
  /// The learned initial state; nil if it is zero.
  package let initialState: StateSlots?

  package init(_ configuration: LanguageModelConfiguration) {
    var layout = ParameterLayout()
    self.configuration = configuration
    decoder = Decoder(&layout, configuration)
    initialState =
      configuration.learnedInitialState
      ? StateSlots(decoder.stack) {
        layout.claimVector("initial_state." + $0, count: configuration.hiddenSize)
      } : nil
    self.layout = layout
  }

  /// Returns the summed loss of a batch, in nats, and the state of each row after its last token.
  /// Adds gradient terms of `scale` times the loss that `objective` defines. The arena is not reset.
  ///
  /// The rows that do not start afresh start from `carried`, the states of each layer, `[B, H]`. No
  /// gradient goes into these.
  package func lossAndGradient(
    _ batch: LanguageModelBatch, scale: Float,
    objective: TrainingObjective = TrainingObjective(),
    carried: [RecurrentState]? = nil, _ pass: Pass
  ) -> (loss: Double, finalStates: [RecurrentState]) {
    let (decoded, finalStates) = pass.time(.decoderForward) {
      decode(batch, carried, pass)
    }
    let (loss, dOutput) = pass.time(.outputAndLoss) {
      decoder.output.lossAndGradient(
        decoded.output, targets: batch.targets, batch.tokens.lengths, scale: scale, objective, pass)
    }
    pass.time(.decoderBackward) {
      let dInitial = decoder.backward(dOutput, decoded, batch.tokens, attendingTo: nil, pass)
      addInitialGradient(dInitial, batch, pass)
    }
    return (loss, finalStates)
  }

  /// Returns the negative log-likelihood of every target, in nats, without dropout: `[N]`, in the
  /// order of `batch.targets`, and the state of each row after its last token.
  package func losses(
    _ batch: LanguageModelBatch, carried: [RecurrentState]? = nil, _ pass: Pass
  ) -> (losses: [Float], finalStates: [RecurrentState]) {
    let (decoded, finalStates) = decode(batch, carried, pass.withoutDropout)
    return (
      decoder.output.losses(decoded.output, targets: batch.targets, pass), finalStates
    )
  }

  private func decode(
    _ batch: LanguageModelBatch, _ carried: [RecurrentState]?, _ pass: Pass
  ) -> (Decoder.Saved, finalStates: [RecurrentState]) {
    let initial = initialStates(of: batch, carried: carried, pass)
    let decoded = decoder.forward(batch.tokens, initial: initial, attendingTo: nil, pass)
    return (decoded, decoder.stack.finalStates(decoded.stack, batch.tokens.lengths, pass))
  }

  /// The number of multiply-adds in matrix products for one token, forward, including the output
  /// layer.
  package var multiplyAddsPerToken: Int { decoder.multiplyAddsPerToken }
}
