// SPDX-License-Identifier: Apache-2.0

package import Checkpoints
package import Inference
import Layers
import Models
import Text
import Training

/// The contents of a language model's `config.json`.
package typealias LanguageModelRecord = TaskRecord<LanguageModelSettings>

extension LanguageModelSettings: TaskSettings {
  package init() {
    self.init(
      model: LanguageModelConfiguration(vocabularySize: Vocabulary.Special.tokens.count),
      text: RunningTextConfiguration(),
      tokenizer: TokenizerConfiguration(language: "und", normalization: .none))
  }

  package static var settings: [Setting<LanguageModelSettings>] {
    LanguageModelConfiguration.settings.map { $0.at(\.model, "model") }
      + RunningTextConfiguration.settings.map { $0.at(\.text, "text") }
  }

  /// The streams of the text, and so the carried states, depend on the batch size.
  package static func ofTraining<Record>(_ setting: Setting<Record>) -> Setting<Record>? {
    switch setting.key {
    case "batch_tokens", "scheduled_sampling": nil
    case "batch_size": setting.fixed(.orderOfData)
    case "validation_metric": setting.limited(to: [ValidationMetric.perplexity.rawValue])
    default: setting
    }
  }

  package var language: String { tokenizer.language }
  package var parameterCount: Int { model.parameterCount }
  package var hasForgetGates: Bool { model.cell.hasForgetGates }
  package var isTrainedInSteps: Bool { model.kind != .ngram }

  package var invalidValue: InvalidValue? { model.invalidValue ?? text.outOfRange(where: uses) }

  package func uses(_ key: String) -> Bool { model.kind.uses(key) }
}

extension LanguageModelRecord {
  init(
    _ settings: LanguageModelSettings, _ training: TrainingConfiguration, _ data: LanguageModelData
  ) {
    self.init(
      settings, training, corpus: data.fingerprint, development: data.developmentFingerprint)
  }
}
