// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Corpora
import Inference
import Inspection
import Messages
import Models
import Subwords
import Tasks
import Text
import Training

/// The facts about a model over sequences with labels: a classifier or a labeller.
struct LabelModelDescription<Settings: SequenceTaskSettings> {
  typealias Row = CheckpointDescription<TaskRecord<Settings>>.Row

  private let files: CheckpointFiles
  private let labels: LabelSet
  private let parameters: Int
  private let record: TaskRecord<Settings>
  private let history: [MetricsEntry]
  /// The name of what the model predicts a label for.
  private let token: String
  private let developmentShare: Float
  /// The rows that describe the text or vectors, the model and the vocabulary; vectors have none.
  private let input, model: Row
  private let vocabulary: Row?
  private let icuVersion: String
  let drawing: ModelDrawing

  var description: CheckpointDescription<TaskRecord<Settings>> {
    CheckpointDescription(
      directory: files.directory, record: record, parameters: parameters, history: history,
      rows: rows,
      progress: record.isSetByHand
        ? "not at all: the weights were set by hand"
        : record.progress(history, token: token, averaged: nil))
  }

  private var rows: [Row] {
    [
      ("checkpoint", files.directory), ("labels", "\(grouped(labels.count)) (\(labelNames))"),
      input,
      model, ("parameters", grouped(parameters)), ("made with ICU", icuVersion),
    ] + (record.isSetByHand ? [] : corpusRows)
  }

  private var corpusRows: [Row] {
    [("corpus", record.corpus.facts(counting: noun)), ("dev set", development)]
      + (vocabulary.map { [$0] } ?? [])
  }

  /// The name of what the corpus is counted in.
  private var noun: String { vocabulary == nil ? "vector" : "line" }

  private var labelNames: String {
    let (names, most) = (labels.names, 12)
    return names.prefix(most).joined(separator: ", ") + (names.count > most ? ", …" : "")
  }

  private var development: String {
    if let corpus = record.development { return corpus.facts(counting: noun) }
    return developmentShare > 0
      ? "\(percent(Double(developmentShare))) of the corpus, drawn at random" : "none"
  }
}

extension LabelModelDescription<ClassifierSettings> {
  init(classifier directory: String) throws {
    let checkpoint = try ClassifierCheckpoint(directory: directory)
    (files, labels, parameters) =
      (checkpoint.files, checkpoint.labels, checkpoint.parameterCount)
    record = try TaskRecord(checkpoint.files)
    history = try MetricsEntry.entries(of: checkpoint.files, ClassifierRecord.metricsKeys)
    token = "example"
    let (settings, text) = (record.settings, record.settings.text)
    developmentShare = text.developmentShare
    icuVersion = settings.icuVersion
    drawing = ModelDrawing(settings.model)
    model = ("model", settings.model.wording)
    guard let words = checkpoint.vocabulary else {
      (input, vocabulary) = (settings.vectors.row(size: checkpoint.vectorSize), nil)
      return
    }
    input = (
      "text",
      (text.unit.isOfWords ? "\(settings.tokenizer.language), " : "")
        + counted(words.count - Vocabulary.Special.tokens.count, text.unit.noun)
        + (checkpoint.assets.merges.map { " from \(counted($0.count, "merge"))" } ?? "")
    )
    vocabulary = (
      "vocabulary", limits(text.minimumFrequency, text.maximumVocabulary, "unit")
    )
  }
}

extension LabelModelDescription<LabellerSettings> {
  init(labeller directory: String) throws {
    let checkpoint = try LabellerCheckpoint(directory: directory)
    (files, labels, parameters) =
      (checkpoint.files, checkpoint.labels, checkpoint.parameterCount)
    record = try TaskRecord(checkpoint.files)
    history = try MetricsEntry.entries(of: checkpoint.files, LabellerRecord.metricsKeys)
    token = checkpoint.settings.readsVectors ? "vector" : "token"
    let (settings, tokens) = (record.settings, record.settings.tokens)
    developmentShare = tokens.developmentShare
    icuVersion = settings.icuVersion
    drawing = ModelDrawing(settings.model)
    model = ("model", settings.model.wording)
    let windows =
      tokens.window > 0 ? ", in windows of \(counted(tokens.window, token))" : ""
    guard checkpoint.vocabulary != nil else {
      let row = settings.vectors.row(size: checkpoint.vectorSize)
      (input, vocabulary) = ((row.name, row.value + windows), nil)
      return
    }
    func size(_ vocabulary: Vocabulary?, _ noun: String) -> String? {
      vocabulary.map { counted($0.count - Vocabulary.Special.tokens.count, noun) }
    }
    input = (
      "text",
      listed(
        [size(checkpoint.vocabulary, "token"), size(checkpoint.characters, "character")]
          .compactMap(\.self)) + windows
    )
    vocabulary = (
      "vocabulary", limits(tokens.minimumFrequency, tokens.maximumVocabulary, "token")
    )
  }
}

extension VectorConfiguration {
  /// The row of a description about vectors of `size` numbers.
  func row(size: Int) -> (name: String, value: String) { ("vectors", wording(size: size)) }

  /// The size of the vectors, and whether they are standardized, in words.
  func wording(size: Int) -> String {
    counted(size, "number") + (standardize ? ", standardized" : "")
  }
}

/// The limits of a vocabulary, in words.
private func limits(_ frequency: Int, _ size: Int, _ noun: String) -> String {
  "minimum frequency \(frequency), at most \(counted(size, noun))"
}
