// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import Models

/// A small model with random weights, large enough to drive gates out of their linear range.
package struct ToyModel {
  package let model: EncoderDecoder
  package let parameters: ParameterBuffer
  package let workspace = Workspace()

  package init(
    vocabulary: (source: Int, target: Int) = (9, 7), embedding: Int = 3, hidden: Int = 5,
    layers: Int = 2, dropout: Float = 0, seed: UInt64 = 1,
    _ change: (inout ModelConfiguration) -> Void = { _ in }
  ) {
    var configuration = ModelConfiguration(
      sourceVocabularySize: vocabulary.source, targetVocabularySize: vocabulary.target,
      embeddingSize: embedding, hiddenSize: hidden, layers: layers, dropout: dropout,
      outputDropout: dropout)
    change(&configuration)
    model = EncoderDecoder(configuration)
    parameters = ParameterBuffer(model.layout)
    var generator = SeededGenerator(seed: seed)
    for entry in model.layout.entries {
      let slot = entry.slot
      parameters.setValues(generator.floats(slot.rows * slot.columns), of: slot)
    }
  }

  /// Returns the loss of a batch, and the gradient of `scale` times the loss.
  package func gradient(
    _ batch: TranslationBatch, scale: Float = 1, random: Philox, _ weights: Weights,
    _ workspace: Workspace? = nil
  ) -> (loss: Double, gradient: ParameterBuffer) {
    let workspace = workspace ?? self.workspace
    let terms = GradientTerms(model.layout)
    let loss = model.lossAndGradient(
      batch, scale: scale, Pass(weights, workspace, random: random, into: terms))
    return (loss, terms.sum(model.layout, workspace))
  }

  /// Returns the loss of a batch, as training computes it.
  package func loss(_ batch: TranslationBatch, random: Philox, _ weights: Weights) -> Double {
    workspace.arena.scope {
      model.lossAndGradient(
        batch, scale: 1, Pass(weights, workspace, random: random, into: GradientTerms(model.layout))
      )
    }
  }

  /// Returns random sentence pairs with the given numbers of words.
  package func pairs(_ lengths: [(source: Int, target: Int)], seed: UInt64 = 1) -> [EncodedPair] {
    var generator = SeededGenerator(seed: seed)
    func words(_ count: Int, _ vocabulary: Int) -> ArraySlice<Int32> {
      (0..<count).map { _ in Int32.random(in: 4..<Int32(vocabulary), using: &generator) }[...]
    }
    let configuration = model.configuration
    return lengths.map {
      (
        words($0.source, configuration.sourceVocabularySize),
        words($0.target, configuration.targetVocabularySize)
      )
    }
  }
}
