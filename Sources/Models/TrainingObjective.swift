// SPDX-License-Identifier: Apache-2.0

package import Compute
import Layers

/// The variations of the training objective, which is to predict the next word after the reference
/// words.
package struct TrainingObjective: Sendable {
  /// The probability mass that is spread evenly over all words (Szegedy et al., "Rethinking the
  /// Inception architecture for computer vision", 2016).
  package var labelSmoothing: Float
  /// The probability of replacing a decoder input by the word that the model itself predicts there
  /// (Bengio et al., "Scheduled sampling for sequence prediction with recurrent neural networks",
  /// 2015). The predictions come from a first pass over the reference words, as in Mihaylova and
  /// Martins, "Scheduled sampling for Transformers", 2019, so that all steps are computed at once.
  package var samplingProbability: Float
  /// True if only the last step of each sequence of a language model, a generator or a labeller has
  /// a loss.
  package var onlyLastStep = false

  package init(labelSmoothing: Float = 0, samplingProbability: Float = 0) {
    self.labelSmoothing = labelSmoothing
    self.samplingProbability = samplingProbability
  }

  /// The loss of the last step, without smoothing.
  package static let lastStep: TrainingObjective = {
    var objective = TrainingObjective()
    objective.onlyLastStep = true
    return objective
  }()
}

extension SoftmaxOutput {
  /// Returns the summed loss of `targets` `[N]`, or of those of the last steps if the objective says
  /// so, and the gradient of `x` `[N, H]`. Adds gradient terms.
  func lossAndGradient(
    _ x: MatrixView, targets: [Int32], _ lengths: PackedLengths, scale: Float,
    _ objective: TrainingObjective, _ pass: Pass
  ) -> (loss: Double, dX: MatrixView) {
    if objective.onlyLastStep {
      return lossAndGradient(
        x, targets: targets, ofRows: lengths.lastRows, scale: scale,
        smoothing: objective.labelSmoothing, pass)
    }
    return lossAndGradient(
      x, targets: targets, scale: scale, smoothing: objective.labelSmoothing, pass)
  }
}

extension EncoderDecoder {
  /// Returns the decoder's input: the reference words or, with sampling, some predicted ones.
  func decoderInput(
    _ batch: TranslationBatch, _ objective: TrainingObjective, initial: [RecurrentState],
    attendingTo source: Attention.Source?, _ pass: Pass
  ) -> PackedTokens {
    guard objective.samplingProbability > 0, let random = pass.random else {
      return batch.decoderInput
    }
    return pass.arena.scope {
      let decoded = decoder.forward(
        batch.decoderInput, initial: initial, attendingTo: source, pass.withoutDropout)
      let predicted = decoder.output.mostProbable(decoded.output, pass)
      return batch.decoderInput.sampling(
        predicted, probability: objective.samplingProbability, random: random)
    }
  }
}

extension PackedTokens {
  /// Returns the same sentences with some tokens replaced. Each token except the first of a
  /// sentence is replaced, with `probability`, by the prediction at the step before it in
  /// `predicted` `[N]`.
  package func sampling(
    _ predicted: [Int32], probability: Float, random: Philox
  ) -> PackedTokens {
    var ids = ids
    for step in 1..<max(lengths.steps, 1) {
      let before = lengths.rows(at: step - 1)
      for (place, row) in lengths.rows(at: step).enumerated() {
        // A tensor number that no dropout layer has.
        let words = random.words(
          at: (0, identities.times[row], identities.sentences[row], .max))
        if Float(words.0 >> 8) * 0x1p-24 < probability {
          ids[row] = predicted[before.lowerBound + place]
        }
      }
    }
    return replacing(ids)
  }
}
