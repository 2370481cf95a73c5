// SPDX-License-Identifier: Apache-2.0

package import Checkpoints
import Corpora
import FoundationEssentials
import Glibc
import Inference
package import Layers
import Models
import Text
import Training

/// The data of the three tasks on which cells are compared: a labeller of a long stream, a classifier
/// of texts and a language model, each with a dev set.
package struct CellExperiment: Sendable {
  let labeller: LabellerData
  let classifier: ClassifierData
  let languageModel: LanguageModelData
  private let configuration: CellSearchConfiguration

  /// The files to learn from and the files of the dev set of a task.
  package struct Files: Sendable {
    let training: String
    let development: String

    package init(_ training: String, development: String) {
      (self.training, self.development) = (training, development)
    }
  }

  /// - Throws: `LabelledTextError`, `RunningTextError`, `CorpusError`, `TextFormatError`,
  ///   `TextEncodingError` or `FileError`.
  package init(
    tokens: Files, examples: Files, text: Files, _ configuration: CellSearchConfiguration
  ) throws {
    self.configuration = configuration
    var stream = LabelledTokensConfiguration()
    (stream.characters, stream.minimumFrequency, stream.window) = (false, 1, configuration.window)
    labeller = try LabellerData([tokens.training], development: [tokens.development], stream)
    classifier = try ClassifierData([examples.training], development: [examples.development])
    var running = RunningTextConfiguration()
    running.window = configuration.window
    languageModel = try LanguageModelData(
      [text.training], development: [text.development], running)
  }

  /// The fingerprints of the files.
  package var fingerprints: [CorpusFingerprint] {
    [
      labeller.examples.fingerprint, labeller.examples.developmentFingerprint,
      classifier.examples.fingerprint, classifier.examples.developmentFingerprint,
      languageModel.fingerprint, languageModel.developmentFingerprint,
    ].compactMap(\.self)
  }

  /// Trains the models of a cell in `directory`, which is removed afterwards, and returns their
  /// scores; nil if it was interrupted. A cell that learns nothing as a labeller is given up.
  ///
  /// - Throws: `TrainingError`, `RunningTextError`, `FileError` or `ThreadError`.
  package func measure(
    _ formula: CellFormula, seed: UInt64, in directory: String, isInterrupted: () -> Bool
  ) throws -> CellMeasurement? {
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let models = CellModels(formula, self, configuration)
    var measurement = CellMeasurement(
      hiddenSizes: models.hiddenSizes, parameters: models.parameterCount)
    var total = 0.0
    for task in CellTask.allCases {
      do {
        let trainer = try trainer(task, models, training(task, seed), directory)
        let summary = try trainer.run(isInterrupted: isInterrupted)
        if summary.ending == .interrupted { return nil }
        total += record(summary, task, models, &measurement)
      } catch TrainingError.diverged {}
      if total < Self.hopeless { break }
    }
    measurement.score = total / Double(CellTask.allCases.count)
    return measurement
  }

  /// The share of the way from guessing to perfect below which a labeller has learned nothing.
  private static let hopeless = 0.02

  private func training(_ task: CellTask, _ seed: UInt64) -> TrainingConfiguration {
    var training = TrainingConfiguration()
    training.batchSize = configuration.batchSize
    training.learningRate = configuration.learningRate
    training.epochs = Limits.epochs.upperBound
    (training.seed, training.recoveries) = (seed, 0)
    switch task {
    case .labeller: training.maximumSteps = configuration.labellerSteps
    case .classifier: training.maximumSteps = configuration.classifierSteps
    case .languageModel: training.maximumSteps = configuration.languageModelSteps
    }
    if task != .languageModel { training.validationMetric = .accuracy }
    return training
  }

  private func trainer(
    _ task: CellTask, _ models: CellModels, _ training: TrainingConfiguration, _ directory: String
  ) throws -> Trainer {
    switch task {
    case .labeller:
      try Trainer(
        labeller, model: models.labeller, training, checkpoint: directory, overwriting: true)
    case .classifier:
      try Trainer(
        classifier, model: models.classifier, training, checkpoint: directory, overwriting: true)
    case .languageModel:
      try Trainer(
        languageModel, model: models.languageModel, training, checkpoint: directory,
        overwriting: true)
    }
  }

  /// Records the score of a task, and returns the share of the way from guessing to perfect.
  private func record(
    _ summary: TrainingSummary, _ task: CellTask, _ models: CellModels,
    _ measurement: inout CellMeasurement
  ) -> Double {
    func share(accuracy: Double, labels: Int) -> Double {
      let chance = 1 / Double(labels)
      return max(0, (accuracy - chance) / (1 - chance))
    }
    switch task {
    case .labeller:
      let accuracy = summary.bestScore ?? 0
      measurement.labellerAccuracy = accuracy
      return share(accuracy: accuracy, labels: models.labeller.labelCount)
    case .classifier:
      let accuracy = summary.bestScore ?? 0
      measurement.classifierAccuracy = accuracy
      return share(accuracy: accuracy, labels: models.classifier.labelCount)
    case .languageModel:
      // A loss that is not finite counts as a training that diverged.
      let loss = log(summary.bestPerplexity ?? .infinity)
      guard loss.isFinite else { return 0 }
      measurement.languageModelLoss = loss
      return max(0, 1 - loss / log(Double(languageModel.vocabulary.count)))
    }
  }
}
