// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Inference
import Inspection
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
  /// The rows that describe the text, the model and the vocabulary.
  private let text, model, vocabulary: Row
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
      ("checkpoint", files.directory), ("labels", "\(grouped(labels.count)): " + labelNames), text,
      model, ("parameters", grouped(parameters)), ("made with ICU", icuVersion),
    ] + (record.isSetByHand ? [] : corpusRows)
  }

  private var corpusRows: [Row] {
    [("corpus", record.corpus.facts(counting: "line")), ("dev set", development), vocabulary]
  }

  private var labelNames: String {
    let (names, most) = (labels.names, 12)
    return names.prefix(most).joined(separator: ", ") + (names.count > most ? ", …" : "")
  }

  private var development: String {
    if let corpus = record.development { return corpus.facts(counting: "line") }
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
    let size = (checkpoint.vocabulary?.count ?? 0) - Vocabulary.Special.tokens.count
    self.text = (
      "text",
      (text.unit.isOfWords ? "\(settings.tokenizer.language), " : "")
        + counted(size, text.unit.noun)
        + (checkpoint.assets.merges.map { " from \(counted($0.count, "merge"))" } ?? "")
    )
    model = ("model", settings.model.wording)
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
    token = "token"
    let (settings, tokens) = (record.settings, record.settings.tokens)
    developmentShare = tokens.developmentShare
    icuVersion = settings.icuVersion
    drawing = ModelDrawing(settings.model)
    func size(_ vocabulary: Vocabulary?, _ noun: String) -> String? {
      vocabulary.map { counted($0.count - Vocabulary.Special.tokens.count, noun) }
    }
    text = (
      "text",
      listed(
        [size(checkpoint.vocabulary, "token"), size(checkpoint.characters, "character")]
          .compactMap(\.self))
        + (tokens.window > 0 ? ", in windows of \(counted(tokens.window, "token"))" : "")
    )
    model = ("model", settings.model.wording)
    vocabulary = (
      "vocabulary", limits(tokens.minimumFrequency, tokens.maximumVocabulary, "token")
    )
  }
}

/// The limits of a vocabulary, in words.
private func limits(_ frequency: Int, _ size: Int, _ noun: String) -> String {
  "minimum frequency \(frequency), at most \(counted(size, noun))"
}
