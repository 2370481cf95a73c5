// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Files
import Inference
import Messages
import Models
import Tasks
import Text
import Training

/// An invocation of `train language-model`.
struct LanguageModelRun {
  private let run: TrainingRun<TrainLanguageModel>
  private var record: LanguageModelRecord

  private var text: TextOptions { run.options.text }
  private var kind: LanguageModelKind { record.settings.model.kind }

  /// Checks everything that does not need the text.
  init(_ run: TrainingRun<TrainLanguageModel>) throws {
    self.run = run
    let text = run.options.text
    if text.text.isEmpty {
      throw TrainingRun<TrainLanguageModel>.refusal("Give the text to learn from: --text.")
    }
    if run.stored?.settings.model.kind == .ngram {
      throw TrainingRun<TrainLanguageModel>.refusal(
        "\(run.files.directory) is an n-gram model, whose n-grams are counted in one run: there is nothing "
          + "to resume. Give --overwrite instead of --resume to count them again.")
    }
    record = run.record { $0.tokenizer.language = Languages.fileExtension(text.text[0]) }
    if let language = text.units.language { record.settings.tokenizer.language = language }
    if !text.devText.isEmpty { record.settings.text.developmentShare = 0 }
    try checkUse()
    try run.chooseEmbeddings(
      \.settings.model.embeddingSize, of: &record,
      areFrozen: record.settings.model.frozenEmbeddings)
    try run.check(
      &record,
      hasDevelopment: !text.devText.isEmpty || record.settings.text.developmentShare > 0,
      developmentFlags: "--dev-text or --dev-share")
  }

  /// - Throws: `UsageError` for a setting that is given but has no effect.
  private func checkUse() throws(UsageError) {
    for setting in TrainLanguageModel.settings
    where run.given[setting.key] != nil && !kind.uses(setting.key) {
      let others = LanguageModelKind.allCases.filter { $0.uses(setting.key) }.map(\.rawValue)
      throw TrainingRun<TrainLanguageModel>.refusal(
        "\(flag(setting.key)) has no effect with --model \(kind.rawValue): omit it, or give "
          + "--model \(listed(others, "or")).")
    }
    if run.options.wordVectors.embeddings != nil && !kind.uses("embedding_size") {
      throw TrainingRun<TrainLanguageModel>.refusal(
        "--embeddings has no effect with --model \(kind.rawValue): omit it, or give --model recurrent "
          + "or window.")
    }
    try run.checkMerges(record.settings.text.unit)
    try run.checkOneDevelopment(text.devText, flag: "--dev-text")
  }

  func start() throws {
    let data = try readData()
    var record = record
    record.settings.model.vocabularySize = data.vocabulary.count
    let embeddings = try run.wordVectors(
      for: data.vocabulary, spelling: data.configuration.unit.spelling)
    let trainer = try trainer(data, record, embeddings)
    LanguageModelIntroduction(data, text, record, embeddings, stepsPerEpoch: trainer.stepsPerEpoch)
      .note(on: run.console)
    run.noteResuming(trainer, record)
    let directory = shellWord(run.files.directory)
    try run.train(
      trainer, token: record.settings.text.unit.noun,
      next: ["dragoman sample \(directory)", "dragoman describe \(directory)"],
      isCounted: kind == .ngram)
  }

  private func readData() throws -> LanguageModelData {
    let scratch = existingDirectory(above: run.files.directory)
    let (strict, threads) = (text.strict ?? false, record.training.threads)
    if run.stored != nil {
      return try LanguageModelData(
        text.text, development: text.devText,
        of: LanguageModelCheckpoint(directory: run.files.directory), record.settings.text,
        strict: strict, threads: threads, scratchDirectory: scratch)
    }
    return try LanguageModelData(
      text.text, development: text.devText, language: record.settings.tokenizer.language,
      record.settings.text, strict: strict, threads: threads, scratchDirectory: scratch)
  }

  private func trainer(
    _ data: LanguageModelData, _ record: LanguageModelRecord, _ embeddings: WordVectors?
  ) throws -> Trainer {
    guard let (store, stored) = run.resumed else {
      return try Trainer(
        data, model: record.settings.model, record.training, embeddings: embeddings,
        checkpoint: run.files.directory, overwriting: run.options.checkpoint.overwrite)
    }
    return try Trainer(
      resuming: store, from: stored, as: record, data,
      allowingChangedCorpus: run.options.checkpoint.allowChangedCorpus)
  }
}
