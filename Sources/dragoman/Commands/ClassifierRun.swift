// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Corpora
import Inference
import Models
import Tasks
import Text
import Training

/// An invocation of `train classifier`.
struct ClassifierRun {
  private let run: TrainingRun<TrainClassifier>
  private let columns: PairColumns
  private var record: ClassifierRecord

  private static let developmentFlags = "--dev-examples or --dev-share"

  private var text: LabelledTextOptions { run.options.text }

  /// Checks everything that does not need the examples.
  init(_ run: TrainingRun<TrainClassifier>) throws {
    self.run = run
    let text = run.options.text
    if text.examples.isEmpty {
      throw Self.refusal("Give the examples to learn from: --examples.")
    }
    columns = try pairColumns(
      text.columns, command: TrainClassifier.name, of: ("text", "label"))
    record = run.stored ?? TrainClassifier.defaults
    if run.stored == nil {
      record.settings.tokenizer.language = Languages.fileExtension(text.examples[0])
      record.training.precision = .fastest
    }
    record.apply(run.given)
    if let language = text.units.language { record.settings.tokenizer.language = language }
    if !text.devExamples.isEmpty { record.settings.text.developmentShare = 0 }
    try checkUse()
    run.choosePrecision(of: &record)
    try run.checkValues(of: record)
    if let stored = run.stored { try record.checkFixedValues(against: stored) }
    let hasDevelopment =
      !text.devExamples.isEmpty || record.settings.text.developmentShare > 0
    chooseMetric(of: &record, hasDevelopment: hasDevelopment)
    try run.checkDevelopment(
      isGiven: hasDevelopment, of: record, flags: Self.developmentFlags)
    if let found = record.contradiction(hasDevelopment: hasDevelopment) {
      throw Self.refusal(found.message(developmentFlags: Self.developmentFlags))
    }
  }

  private static func refusal(_ message: String) -> UsageError {
    TrainingRun<TrainClassifier>.refusal(message)
  }

  /// - Throws: `UsageError` for a setting that is given but has no effect.
  private func checkUse() throws(UsageError) {
    if run.given["merges"] != nil && record.settings.text.unit != .subword {
      throw Self.refusal(
        "--merges needs --unit subword, but the unit is \(record.settings.text.unit.rawValue).")
    }
    if run.given["dev_share"] != nil && !text.devExamples.isEmpty {
      throw Self.refusal("Give --dev-examples or --dev-share, not both.")
    }
  }

  /// Without a dev set there is no accuracy, and the metric of a new run falls back to perplexity
  /// unless it is given.
  private func chooseMetric(of record: inout ClassifierRecord, hasDevelopment: Bool) {
    guard !hasDevelopment, run.stored == nil, run.given["validation_metric"] == nil else { return }
    record.training.validationMetric = .perplexity
  }

  func start() throws {
    let data = try readData()
    var record = record
    // A share of very few examples may hold none.
    chooseMetric(of: &record, hasDevelopment: data.hasDevelopment)
    record.settings.model.encoder.vocabularySize = data.vocabulary.count
    record.settings.model.labelCount = data.labels.count
    let trainer = try trainer(data, record)
    ClassifierIntroduction(data, text, record, stepsPerEpoch: trainer.stepsPerEpoch)
      .note(on: run.console)
    run.noteResuming(trainer, record)
    let directory = shellWord(run.files.directory)
    try run.train(
      trainer, token: "example",
      next: ["echo \"…\" | dragoman classify \(directory)", "dragoman describe \(directory)"])
  }

  private func readData() throws -> ClassifierData {
    let strict = text.strict ?? false
    if run.stored != nil {
      return try ClassifierData(
        text.examples, development: text.devExamples, columns: columns,
        of: ClassifierCheckpoint(directory: run.files.directory), record.settings.text,
        strict: strict)
    }
    return try ClassifierData(
      text.examples, development: text.devExamples, columns: columns,
      language: record.settings.tokenizer.language, record.settings.text, strict: strict)
  }

  private func trainer(_ data: ClassifierData, _ record: ClassifierRecord) throws -> Trainer {
    guard let (store, stored) = run.resumed else {
      return try Trainer(
        data, model: record.settings.model, record.training, checkpoint: run.files.directory,
        overwriting: run.options.checkpoint.overwrite)
    }
    return try Trainer(
      resuming: store, from: stored, as: record, data,
      allowingChangedCorpus: run.options.checkpoint.allowChangedCorpus)
  }
}
