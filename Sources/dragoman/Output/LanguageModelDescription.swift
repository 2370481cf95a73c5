// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Inference
import Inspection
import Messages
import Models
import Subwords
import Tasks
import Text
import Training

/// The facts about a language model.
struct LanguageModelDescription {
  private typealias Row = CheckpointDescription<LanguageModelRecord>.Row

  private let checkpoint: LanguageModelCheckpoint
  private let record: LanguageModelRecord
  private let history: [MetricsEntry]

  init(directory: String) throws {
    checkpoint = try LanguageModelCheckpoint(directory: directory)
    record = try LanguageModelRecord(checkpoint.files)
    history = try MetricsEntry.entries(of: checkpoint.files, LanguageModelRecord.metricsKeys)
  }

  var description: CheckpointDescription<LanguageModelRecord> {
    CheckpointDescription(
      directory: checkpoint.files.directory, record: record,
      parameters: checkpoint.parameterCount, history: history, rows: rows,
      progress: progress)
  }

  var drawing: ModelDrawing {
    ModelDrawing(record.settings.model, ngrams: checkpoint.parameterCount)
  }

  private var progress: String {
    if record.isSetByHand { return "not at all: the weights were set by hand" }
    return record.isTrainedInSteps
      ? record.progress(history, token: unit.noun, averaged: checkpoint.averagedCheckpoints)
      : "no steps: n-grams are counted"
  }

  private var unit: TextUnit { record.settings.text.unit }

  private var rows: [Row] {
    let settings = record.settings
    let size = checkpoint.vocabulary.count - Vocabulary.Special.tokens.count
    return [
      ("checkpoint", checkpoint.files.directory),
      (
        "text",
        (unit.isOfWords ? "\(settings.tokenizer.language), " : "") + counted(size, unit.noun)
          + (checkpoint.merges.map { " from \(counted($0.count, "merge"))" } ?? "") + ", "
          + reading
      ),
      ("model", settings.model.wording),
      (
        settings.model.kind == .ngram ? "n-grams" : "parameters", grouped(checkpoint.parameterCount)
      ),
      ("made with ICU", settings.icuVersion),
    ] + (record.isSetByHand ? [] : corpusRows)
  }

  private var corpusRows: [Row] {
    let text = record.settings.text
    return [
      ("corpus", record.corpus.facts(counting: "line")),
      ("dev set", development),
      (
        "vocabulary",
        "minimum frequency \(text.minimumFrequency), at most "
          + counted(text.maximumVocabulary, "unit")
      ),
    ]
  }

  private var reading: String {
    let text = record.settings.text
    return switch text.resetState {
    case .line: "each line is a text of its own"
    case .never where record.settings.model.kind == .recurrent:
      "read in windows of \(grouped(text.window)), with the state carried from each to the next"
    case .window: "read in windows of \(grouped(text.window)), each from the initial state"
    case .never: "one text"
    }
  }

  private var development: String {
    if let corpus = record.development { return corpus.facts(counting: "line") }
    let share = Double(record.settings.text.developmentShare)
    return share > 0 ? "the last \(percent(share)) of the corpus" : "none"
  }
}
