// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Corpora
import Inference
import Messages
import Models
import Tasks
import Text
import Training

/// An invocation of `train generator`.
struct GeneratorRun {
  private let run: TrainingRun<TrainGenerator>
  private let files: GeneratorData.Files
  private let developmentFiles: GeneratorData.Files?
  private var record: GeneratorRecord

  /// Checks everything that does not need the data.
  init(_ run: TrainingRun<TrainGenerator>) throws {
    self.run = run
    let data = run.options.data
    guard let vectors = data.vectors, let target = data.target else {
      throw Self.refusal(
        "Give the vectors and the texts to learn from: --vectors and --target.")
    }
    files = GeneratorData.Files(vectors: vectors, texts: target)
    developmentFiles = try Self.developmentFiles(data)
    record = run.record { $0.tokenizer.language = Languages.fileExtension(target) }
    if let language = data.units.language { record.settings.tokenizer.language = language }
    if developmentFiles != nil { record.settings.text.developmentShare = 0 }
    try run.checkMerges(record.settings.text.unit)
    if run.given["dev_share"] != nil && developmentFiles != nil {
      throw Self.refusal("Give --dev-vectors and --dev-target, or --dev-share, not both.")
    }
    let hasDevelopment = developmentFiles != nil || record.settings.text.developmentShare > 0
    try run.chooseEmbeddings(
      \.settings.model.decoder.embeddingSize, of: &record,
      areFrozen: record.settings.model.decoder.frozenEmbeddings)
    try run.check(
      &record, hasDevelopment: hasDevelopment,
      developmentFlags: "--dev-vectors and --dev-target, or --dev-share")
  }

  private static func refusal(_ message: String) -> UsageError {
    TrainingRun<TrainGenerator>.refusal(message)
  }

  private static func developmentFiles(
    _ options: VectorTextOptions
  ) throws(UsageError) -> GeneratorData.Files? {
    switch (options.devVectors, options.devTarget) {
    case (let vectors?, let texts?): return GeneratorData.Files(vectors: vectors, texts: texts)
    case (nil, nil): return nil
    default: throw refusal("Give both --dev-vectors and --dev-target, or neither.")
    }
  }

  func start() throws {
    let data = try readData()
    var record = record
    record.settings.model = data.model(record.settings.model)
    let embeddings = try run.wordVectors(
      for: data.vocabulary, spelling: data.configuration.unit.spelling)
    let trainer = try run.trainer(data, record, embeddings)
    GeneratorIntroduction(
      data, files, developmentFiles, record, embeddings, stepsPerEpoch: trainer.stepsPerEpoch
    ).note(on: run.console)
    run.noteResuming(trainer, record)
    let directory = shellWord(run.files.directory)
    try run.train(
      trainer, token: "unit",
      next: [
        "dragoman generate \(directory) --vectors "
          + shellWord((developmentFiles ?? files).vectors),
        "dragoman describe \(directory)",
      ])
  }

  private func readData() throws -> GeneratorData {
    if run.stored != nil {
      return try GeneratorData(
        files, development: developmentFiles,
        of: GeneratorCheckpoint(directory: run.files.directory), record.settings.text)
    }
    return try GeneratorData(
      files, development: developmentFiles, language: record.settings.tokenizer.language,
      record.settings.text, vectors: record.settings.vectors)
  }
}
