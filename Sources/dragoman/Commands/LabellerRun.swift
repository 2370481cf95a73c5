// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Corpora
import Evaluation
import Inference
import Messages
import Models
import Tasks
import Text
import Training

/// An invocation of `train labeller`.
struct LabellerRun {
  private let run: TrainingRun<TrainLabeller>
  private let columns: PairColumns?
  /// Nil if the sequences are of tokens.
  private let vectors: GivenVectors?
  private var record: LabellerRecord

  private var data: LabelledTokensOptions { run.options.data }

  /// Checks everything that does not need the tokens or vectors.
  init(_ run: TrainingRun<TrainLabeller>) throws {
    self.run = run
    let data = run.options.data
    let vectors = try GivenVectors(run.options.vectors, command: TrainLabeller.name)
    self.vectors = vectors
    if data.tokens.isEmpty && vectors == nil {
      throw TrainingRun<TrainLabeller>.refusal(
        "Give the tokens to learn from: --tokens, or --vectors and --labels.")
    }
    columns = try tokenColumns(data.columns, command: TrainLabeller.name)
    record = run.record { if vectors != nil { $0.model.encoder.prepareForVectors() } }
    // The settings of characters are checked before the characters of a new run have been read.
    if run.stored == nil && vectors == nil && record.settings.tokens.characters {
      record.settings.model.encoder.characterCount = Vocabulary.Special.tokens.count
    }
    try run.checkInput(
      ofVectors: vectors != nil, stored: run.stored?.settings.readsVectors, of: "tokens",
      flag: "--tokens")
    if vectors != nil {
      try run.checkOfVectors(record.settings, data.inUse + run.options.wordVectors.inUse)
    }
    try run.checkOneDevelopment(data.devTokens, flag: "--dev-tokens")
    try run.checkOneDevelopment(vectors)
    let isGiven = !data.devTokens.isEmpty || vectors?.development != nil
    if isGiven { record.settings.tokens.developmentShare = 0 }
    let hasDevelopment = isGiven || record.settings.tokens.developmentShare > 0
    run.chooseMetric(of: &record, hasDevelopment: hasDevelopment)
    try run.chooseEmbeddings(
      \.settings.model.encoder.embeddingSize, of: &record,
      areFrozen: record.settings.model.encoder.frozenEmbeddings)
    try run.check(
      &record, hasDevelopment: hasDevelopment,
      developmentFlags: vectors == nil
        ? "--dev-tokens or --dev-share" : "--dev-vectors and --dev-labels, or --dev-share")
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
    let embeddings = try data.vocabulary.flatMap { try run.wordVectors(for: $0) }
    let trainer = try run.trainer(data, record, embeddings)
    LabelledDataIntroduction(
      data, vectors?.paths ?? self.data.tokens,
      development: vectors?.developmentPaths ?? self.data.devTokens,
      embeddings: embeddings?.line(
        "Embeddings", "token", isFrozen: record.settings.model.encoder.frozenEmbeddings),
      model: record.settings.model.wording, record, stepsPerEpoch: trainer.stepsPerEpoch
    ).note(on: run.console)
    run.noteResuming(trainer, record)
    let directory = shellWord(run.files.directory)
    try run.train(
      trainer, token: vectors == nil ? "token" : "vector",
      next: [
        vectors.map { "dragoman label \(directory) \($0.arguments)" }
          ?? "echo \"…\" | dragoman label \(directory)", "dragoman describe \(directory)",
      ])
  }

  private func readData() throws -> LabellerData {
    let settings = record.settings
    let checkpoint =
      run.stored == nil ? nil : try LabellerCheckpoint(directory: run.files.directory)
    if let vectors {
      let (files, development) = (vectors.files, vectors.development)
      return try checkpoint.map {
        try LabellerData(files, development: development, of: $0, settings.tokens)
      }
        ?? LabellerData(
          files, development: development, settings.tokens, vectors: settings.vectors)
    }
    let strict = data.strict ?? false
    if let checkpoint {
      return try LabellerData(
        data.tokens, development: data.devTokens, columns: columns, of: checkpoint,
        settings.tokens, strict: strict)
    }
    return try LabellerData(
      data.tokens, development: data.devTokens, columns: columns, settings.tokens,
      strict: strict)
  }
}
