// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
import Corpora
import Evaluation
import Inference
import Models
import Text
import Training

extension BLEU.Tokenization: SettingValue {}
extension TextNormalization: SettingValue {}

extension TranslationScoring: Configurable {
  public init(from decoder: any Swift.Decoder) throws {
    try self.init(readingFrom: decoder.container(keyedBy: NamedKey.self))
  }

  public func encode(to encoder: any Swift.Encoder) throws {
    var container = encoder.container(keyedBy: NamedKey.self)
    try write(to: &container)
  }

  package static let settings: [Setting<TranslationScoring>] = [
    Setting("bleu_tokenization", \.bleuTokenization, .added, .changes, isGiven: false),
    Setting("dev_translations", \.translatesDevelopment, .added),
  ]
}

extension CheckpointRecord: CheckpointRecording {
  /// All settings of a translator's training.
  package static let settings: [Setting<CheckpointRecord>] =
    ModelConfiguration.settings.map { $0.at(\.checkpoint.model, "model") }
    + text
    + DataConfiguration.settings.map { $0.at(\.data, "data") }
    + training
    + TranslationScoring.settings.map { $0.at(\.scoring, "training") }

  private static let training = TrainingConfiguration.settings
    .filter { $0.key != "sample_every" }
    .map {
      let setting = $0.at(\CheckpointRecord.training, "training")
      return setting.key == "validation_metric"
        ? setting.limited(to: TranslationTask.metrics.map(\.rawValue)) : setting
    }

  /// The settings of reading text, which both sides share.
  private static let text: [Setting<CheckpointRecord>] = [
    Setting(
      ofRecord: "lowercase", as: Bool.self, .fixed(.vocabularies),
      get: { $0.checkpoint.tokenizers.map(\.lowercase) },
      set: {
        $0.checkpoint.sourceTokenizer.lowercase = $1
        $0.checkpoint.targetTokenizer.lowercase = $1
      }, standard: false),
    Setting(
      ofRecord: "normalization", as: TextNormalization.self, .fixed(.vocabularies),
      get: { $0.checkpoint.tokenizers.map(\.normalization) },
      set: {
        $0.checkpoint.sourceTokenizer.normalization = $1
        $0.checkpoint.targetTokenizer.normalization = $1
      }, standard: .standard),
    Setting(
      ofRecord: "reverse_source", as: Bool.self, .fixed(.weights),
      get: { [$0.checkpoint.reverseSource] }, set: { $0.checkpoint.reverseSource = $1 },
      standard: false),
  ]
}

extension CheckpointConfiguration {
  fileprivate var tokenizers: [TokenizerConfiguration] { [sourceTokenizer, targetTokenizer] }
}
