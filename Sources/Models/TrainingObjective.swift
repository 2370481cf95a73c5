// SPDX-License-Identifier: Apache-2.0

package import Compute
import Layers

/// What a model is trained to do, beside to predict the next word after the right ones.
package struct TrainingObjective: Sendable {
  /// The share of a target's probability that all words share (Szegedy et al., "Rethinking the Inception
  /// architecture for computer vision", 2016).
  package var labelSmoothing: Float
  /// The probability that a word that the decoder is given is not the right one but what the model
  /// itself found most probable (Bengio et al., "Scheduled sampling for sequence prediction with
  /// recurrent neural networks", 2015), after the right words before it (Mihaylova and Martins,
  /// "Scheduled sampling for Transformers", 2019): a second pass, all steps at once.
  package var samplingProbability: Float

  package init(labelSmoothing: Float = 0, samplingProbability: Float = 0) {
    self.labelSmoothing = labelSmoothing
    self.samplingProbability = samplingProbability
  }
}

extension EncoderDecoder {
  /// What the decoder is given: the right words, or some that it found itself.
  func decoderInput(
    _ batch: TranslationBatch, _ objective: TrainingObjective, initial: [RecurrentState],
    attendingTo source: Attention.Source?, random: Philox, _ weights: Weights,
    _ workspace: Workspace
  ) -> PackedTokens {
    guard objective.samplingProbability > 0 else { return batch.decoderInput }
    return workspace.arena.scope {
      let decoded = decoder.forward(
        batch.decoderInput, initial: initial, attendingTo: source, random: nil, weights,
        workspace)
      let predicted = decoder.output.mostProbable(decoded.output, weights, workspace)
      return batch.decoderInput.sampling(
        predicted, probability: objective.samplingProbability, random: random)
    }
  }
}

extension PackedTokens {
  /// The same sentences with some of their tokens replaced: each but a first one, with `probability`, by
  /// what `predicted` `[N]` says comes after the token before it.
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
