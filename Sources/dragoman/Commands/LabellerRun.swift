// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Corpora
import Evaluation
import Inference
import Models
import Tasks
import Text
import Training

/// An invocation of `train labeller`.
struct LabellerRun {
  private let run: TrainingRun<TrainLabeller>
  private let columns: PairColumns?
  private var record: LabellerRecord

  private var data: LabelledTokensOptions { run.options.data }

  /// Checks everything that does not need the tokens.
  init(_ run: TrainingRun<TrainLabeller>) throws {
    self.run = run
    let data = run.options.data
    if data.tokens.isEmpty {
      throw TrainingRun<TrainLabeller>.refusal("Give the tokens to learn from: --tokens.")
    }
    columns = try tokenColumns(data.columns, command: TrainLabeller.name)
    record = run.record()
    // The settings of characters are checked before the characters of a new run have been read.
    if run.stored == nil && record.settings.tokens.characters {
      record.settings.model.encoder.characterCount = Vocabulary.Special.tokens.count
    }
    if !data.devTokens.isEmpty { record.settings.tokens.developmentShare = 0 }
    try run.checkOneDevelopment(data.devTokens, flag: "--dev-tokens")
    let hasDevelopment =
      !data.devTokens.isEmpty || record.settings.tokens.developmentShare > 0
    run.chooseMetric(of: &record, hasDevelopment: hasDevelopment)
    try run.check(
      &record, hasDevelopment: hasDevelopment, developmentFlags: "--dev-tokens or --dev-share")
  }

  func start() throws {
    let data = try readData()
    var record = record
    // A share of very few sequences may hold none.
    run.chooseMetric(of: &record, hasDevelopment: data.hasDevelopment)
    if record.training.validationMetric == .entityF1
      && !EntityScores.areEntities(data.labels.names)
    {
      throw TrainingRun<TrainLabeller>.refusal(
        "--validation-metric entity_f1 needs labels that mark entities, such as B-PER, I-PER and O."
      )
    }
    data.assets.setSizes(of: &record.settings.model)
    let trainer = try run.trainer(data, record)
    LabelledDataIntroduction(
      data, self.data.tokens, development: self.data.devTokens,
      model: record.settings.model.wording, record, stepsPerEpoch: trainer.stepsPerEpoch
    ).note(on: run.console)
    run.noteResuming(trainer, record)
    let directory = shellWord(run.files.directory)
    try run.train(
      trainer, token: "token",
      next: ["echo \"…\" | dragoman label \(directory)", "dragoman describe \(directory)"])
  }

  private func readData() throws -> LabellerData {
    let strict = data.strict ?? false
    if run.stored != nil {
      return try LabellerData(
        data.tokens, development: data.devTokens, columns: columns,
        of: LabellerCheckpoint(directory: run.files.directory), record.settings.tokens,
        strict: strict)
    }
    return try LabellerData(
      data.tokens, development: data.devTokens, columns: columns, record.settings.tokens,
      strict: strict)
  }
}
