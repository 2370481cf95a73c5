// SPDX-License-Identifier: Apache-2.0

package import Compute
import Corpora
import Evaluation
import Inference
package import Models
public import Training

/// Learns to translate sentence pairs.
package struct TranslationTask: LearningTask {
  package let model: TranslationModel
  private let data: TrainingData
  /// Nil if there is no dev set.
  private let validator: Validator?

  init(_ data: TrainingData, _ record: CheckpointRecord) {
    self.data = data
    model = TranslationModel(
      EncoderDecoder(record.checkpoint.model), reversesSource: record.checkpoint.reverseSource)
    validator = Validator(data, record)
  }

  package var hasDevelopment: Bool { validator != nil }

  package func plan(epoch: Int, _ configuration: TrainingConfiguration) -> BatchPlan {
    data.plan(epoch: epoch, configuration)
  }

  package func examples(
    _ numbers: ArraySlice<UInt32>, epoch: Int, seed: UInt64
  ) -> [EncodedPair] {
    data.training.pairs(numbers, epoch: epoch, seed: seed)
  }

  package func score(
    _ parameters: ParameterBuffer, _ engine: TrainingEngine<TranslationModel>
  ) -> Scores? {
    validator?.scores(of: parameters, engine)
  }

  /// The scores by which the best weights can be chosen.
  package static let metrics: [ValidationMetric] = [
    .perplexity, .bleu, .chrf, .accuracy, .exactMatch,
  ]

  /// The files of translation checkpoints name the target tokens.
  package static let fileKeys = FileKeys(
    metrics: ["tokens": "target_tokens", "tokens_per_second": "target_tokens_per_second"],
    state: ["tokens": "targetTokens"])
}

extension ValidationMetric {
  public static let bleu = ValidationMetric(rawValue: "bleu")
  public static let chrf = ValidationMetric(rawValue: "chrf")
  /// The share of translations that equal their references.
  public static let exactMatch = ValidationMetric(rawValue: "exact_match")

  /// True if translations of the dev set are needed for the score.
  var isOfTranslations: Bool { self != .perplexity && self != .accuracy }
}
