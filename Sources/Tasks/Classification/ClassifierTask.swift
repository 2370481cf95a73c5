// SPDX-License-Identifier: Apache-2.0

package import Checkpoints
package import Compute
import Corpora
import Evaluation
package import Inference
import Layers
package import Models
import Text
import Threads
public import Training

/// The contents of a classifier's `config.json`.
package typealias ClassifierRecord = TaskRecord<ClassifierSettings>

extension ClassifierSettings: SequenceTaskSettings {
  package static var settings: [Setting<ClassifierSettings>] {
    ClassifierConfiguration.settings.map { $0.at(\.model, "model") }
      + LabelledTextConfiguration.settings.map { $0.at(\.text, "text") }
      + VectorConfiguration.settings.map { $0.at(\.vectors, "vectors") }
  }

  package static func ofTraining<Record>(_ setting: Setting<Record>) -> Setting<Record>? {
    switch setting.key {
    case "batch_tokens", "scheduled_sampling": nil
    case "validation_metric":
      setting.limited(
        to: [ValidationMetric.accuracy, .macroF1, .perplexity].map(\.rawValue))
    default: setting
    }
  }

  package var language: String { tokenizer.language }
  package var parameterCount: Int { model.parameterCount }
  package var hasForgetGates: Bool { model.encoder.cell.hasForgetGates }
  package var invalidValue: InvalidValue? { model.invalidValue ?? text.outOfRange(where: uses) }

}

extension ValidationMetric {
  public static let accuracy = ValidationMetric(rawValue: "accuracy")
  public static let macroF1 = ValidationMetric(rawValue: "macro_f1")
}

/// Learns to predict the label of a text or of a sequence of vectors.
package struct ClassifierTask: LearningTask {
  package let model: SequenceClassifier
  private let data: ClassifierData

  init(_ data: ClassifierData, _ record: ClassifierRecord) {
    self.data = data
    model = SequenceClassifier(record.settings.model)
  }

  package var hasDevelopment: Bool { data.hasDevelopment }

  package func plan(epoch: Int, _ configuration: TrainingConfiguration) -> BatchPlan {
    BatchPlan(
      examples: data.examples.training.count, batchSize: configuration.batchSize,
      seed: configuration.seed, epoch: epoch)
  }

  package func examples(
    _ numbers: ArraySlice<UInt32>, epoch: Int, seed: UInt64
  ) -> [SequenceClassifier.Example] {
    numbers.map { number in
      guard let label = data.examples.training.labels[Int(number)] else {
        preconditionFailure("the labels are those of the training texts")
      }
      return SequenceClassifier.Example(data.examples.training.sequence(Int(number)), label: label)
    }
  }

  /// Scores weights in float32 products, whatever the precision of training.
  package func score(
    _ parameters: ParameterBuffer, _ engine: TrainingEngine<SequenceClassifier>
  ) -> Scores? {
    guard let development = data.examples.development else { return nil }
    let scorer = LabelScorer(
      model, Weights(parameters, packing: model.packedForInference),
      (0..<engine.pool.count).map(engine.workspace))
    let found = scorer.logProbabilities(
      of: (0..<development.count).map(development.sequence), engine.pool)
    let predictions = found.map { $0[0] }
    let classes = ClassificationScores(
      predictions.map(data.labels.best), references: development.labels.map(data.labels.name))
    return scores(
      predictions, labels: development.labels,
      values: [
        ValidationMetric.accuracy.rawValue: classes.accuracy,
        ValidationMetric.macroF1.rawValue: classes.macroF1,
      ])
  }
}

extension ClassifierData: SequenceTaskData {
  package func setReading(of settings: inout ClassifierSettings) {
    (settings.text, settings.tokenizer, settings.vectors) = (configuration, tokenizer, vectors)
  }

  package static func assets(of directory: String) throws -> SequenceAssets {
    try ClassifierCheckpoint(directory: directory).assets
  }

  package func task(_ record: ClassifierRecord) -> ClassifierTask { ClassifierTask(self, record) }
}
