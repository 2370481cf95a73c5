// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Corpora
import Inference
import Messages
import Models
import Tasks
import Text
import Training

/// An invocation of `train classifier`.
struct ClassifierRun {
  private let run: TrainingRun<TrainClassifier>
  private let columns: PairColumns
  /// Nil if the examples are texts.
  private let vectors: GivenVectors?
  private var record: ClassifierRecord

  private var text: LabelledTextOptions { run.options.text }

  /// Checks everything that does not need the examples.
  init(_ run: TrainingRun<TrainClassifier>) throws {
    self.run = run
    let text = run.options.text
    let vectors = try GivenVectors(run.options.vectors, command: TrainClassifier.name)
    self.vectors = vectors
    if text.examples.isEmpty && vectors == nil {
      throw TrainingRun<TrainClassifier>.refusal(
        "Give the examples to learn from: --examples, or --vectors and --labels.")
    }
    columns = try pairColumns(
      text.columns, command: TrainClassifier.name, of: ("text", "label"))
    record = run.record { settings in
      if vectors == nil {
        settings.tokenizer.language = Languages.fileExtension(text.examples[0])
      } else {
        settings.model.encoder.prepareForVectors()
      }
    }
    if let language = text.units.language { record.settings.tokenizer.language = language }
    try run.checkInput(
      ofVectors: vectors != nil, stored: run.stored?.settings.readsVectors, of: "text",
      flag: "--examples")
    if vectors != nil {
      try run.checkOfVectors(record.settings, text.inUse + run.options.wordVectors.inUse)
    }
    try run.checkMerges(record.settings.text.unit)
    try run.checkOneDevelopment(text.devExamples, flag: "--dev-examples")
    try run.checkOneDevelopment(vectors)
    let isGiven = !text.devExamples.isEmpty || vectors?.development != nil
    if isGiven { record.settings.text.developmentShare = 0 }
    let hasDevelopment = isGiven || record.settings.text.developmentShare > 0
    run.chooseMetric(of: &record, hasDevelopment: hasDevelopment)
    try run.chooseEmbeddings(
      \.settings.model.encoder.embeddingSize, of: &record,
      areFrozen: record.settings.model.encoder.frozenEmbeddings)
    try run.check(
      &record, hasDevelopment: hasDevelopment,
      developmentFlags: vectors == nil
        ? "--dev-examples or --dev-share" : "--dev-vectors and --dev-labels, or --dev-share")
  }

  func start() throws {
    let data = try readData()
    var record = record
    // A share of very few examples may hold none.
    run.chooseMetric(of: &record, hasDevelopment: data.hasDevelopment)
    data.assets.setSizes(of: &record.settings.model)
    let embeddings = try data.vocabulary.flatMap {
      try run.wordVectors(for: $0, spelling: data.configuration.unit.spelling)
    }
    let trainer = try run.trainer(data, record, embeddings)
    LabelledDataIntroduction(
      data, vectors?.paths ?? text.examples,
      development: vectors?.developmentPaths ?? text.devExamples,
      embeddings: embeddings?.line(
        "Embeddings", data.configuration.unit.noun,
        isFrozen: record.settings.model.encoder.frozenEmbeddings),
      model: record.settings.model.wording, record, stepsPerEpoch: trainer.stepsPerEpoch
    ).note(on: run.console)
    run.noteResuming(trainer, record)
    let directory = shellWord(run.files.directory)
    try run.train(
      trainer, token: "example",
      next: [
        vectors.map { "dragoman classify \(directory) \($0.arguments)" }
          ?? "echo \"…\" | dragoman classify \(directory)", "dragoman describe \(directory)",
      ])
  }

  private func readData() throws -> ClassifierData {
    let settings = record.settings
    let checkpoint =
      run.stored == nil ? nil : try ClassifierCheckpoint(directory: run.files.directory)
    if let vectors {
      let (files, development) = (vectors.files, vectors.development)
      return try checkpoint.map {
        try ClassifierData(files, development: development, of: $0, settings.text)
      }
        ?? ClassifierData(
          files, development: development, settings.text, vectors: settings.vectors)
    }
    let strict = text.strict ?? false
    if let checkpoint {
      return try ClassifierData(
        text.examples, development: text.devExamples, columns: columns, of: checkpoint,
        settings.text, strict: strict)
    }
    return try ClassifierData(
      text.examples, development: text.devExamples, columns: columns,
      language: settings.tokenizer.language, settings.text, strict: strict)
  }
}
