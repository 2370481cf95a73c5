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

  private var text: LabelledTextOptions { run.options.text }

  /// Checks everything that does not need the examples.
  init(_ run: TrainingRun<TrainClassifier>) throws {
    self.run = run
    let text = run.options.text
    if text.examples.isEmpty {
      throw TrainingRun<TrainClassifier>.refusal("Give the examples to learn from: --examples.")
    }
    columns = try pairColumns(
      text.columns, command: TrainClassifier.name, of: ("text", "label"))
    record = run.record { $0.tokenizer.language = Languages.fileExtension(text.examples[0]) }
    if let language = text.units.language { record.settings.tokenizer.language = language }
    if !text.devExamples.isEmpty { record.settings.text.developmentShare = 0 }
    try run.checkMerges(record.settings.text.unit)
    try run.checkOneDevelopment(text.devExamples, flag: "--dev-examples")
    let hasDevelopment =
      !text.devExamples.isEmpty || record.settings.text.developmentShare > 0
    run.chooseMetric(of: &record, hasDevelopment: hasDevelopment)
    try run.check(
      &record, hasDevelopment: hasDevelopment, developmentFlags: "--dev-examples or --dev-share")
  }

  func start() throws {
    let data = try readData()
    var record = record
    // A share of very few examples may hold none.
    run.chooseMetric(of: &record, hasDevelopment: data.hasDevelopment)
    data.assets.setSizes(of: &record.settings.model)
    let trainer = try run.trainer(data, record)
    LabelledDataIntroduction(
      data, text.examples, development: text.devExamples,
      model: record.settings.model.wording, record, stepsPerEpoch: trainer.stepsPerEpoch
    ).note(on: run.console)
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
}
