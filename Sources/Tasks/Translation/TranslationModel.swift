// SPDX-License-Identifier: Apache-2.0

package import Compute
import Inference
package import Layers
package import Models

/// The encoder–decoder as training sees it: with the markers of a sentence and the direction in which
/// the source is read.
package struct TranslationModel: TrainableModel {
  package let network: EncoderDecoder
  package let reversesSource: Bool

  package init(_ network: EncoderDecoder, reversesSource: Bool = false) {
    self.network = network
    self.reversesSource = reversesSource
  }

  package var layout: ParameterLayout { network.layout }
  package var packedForTraining: [(ParameterSlot, Weights.Orientation)] {
    network.packedForTraining
  }
  package var packedForInference: [(ParameterSlot, Weights.Orientation)] {
    network.packedForTranslating
  }

  package func work(_ pair: EncodedPair) -> Int {
    // One more token on each side: the end of the sentence.
    (pair.source.count + 1) * network.multiplyAddsPerSourceToken
      + (pair.target.count + 1) * network.multiplyAddsPerTargetToken
  }

  package func batch(_ pairs: [EncodedPair], numbers: [UInt32]) -> TranslationBatch {
    TranslationBatch(
      pairs, numbers: numbers, markers: .standard, reverseSource: reversesSource)
  }

  package func predictions(_ batch: TranslationBatch) -> Int { batch.targetTokens }

  package func lossAndGradient(
    _ batch: TranslationBatch, scale: Float, _ objective: TrainingObjective, _ pass: Pass,
    carried: ParameterBuffer
  ) -> Double {
    network.lossAndGradient(batch, scale: scale, objective: objective, pass)
  }
}

extension TranslationModel: StateGradientModel {
  package var observedLayers: [ObservedLayer] {
    network.encoder.stack.observedLayers(inBothDirections: true)
  }

  package func observedLengths(_ batch: TranslationBatch) -> PackedLengths {
    batch.source.tokens.lengths
  }

  /// One more token: the end of the sentence.
  package func observedSteps(_ pair: EncodedPair) -> Int { pair.source.count + 1 }
}
