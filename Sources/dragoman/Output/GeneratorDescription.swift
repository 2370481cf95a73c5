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

/// The facts about a generator.
struct GeneratorDescription {
  private let checkpoint: GeneratorCheckpoint
  private let record: GeneratorRecord
  private let history: [MetricsEntry]

  init(directory: String) throws {
    checkpoint = try GeneratorCheckpoint(directory: directory)
    record = try GeneratorRecord(checkpoint.files)
    history = try MetricsEntry.entries(of: checkpoint.files, GeneratorRecord.metricsKeys)
  }

  var description: CheckpointDescription<GeneratorRecord> {
    CheckpointDescription(
      directory: checkpoint.files.directory, record: record,
      parameters: checkpoint.parameterCount, history: history, rows: rows,
      progress: record.progress(history, token: "unit", averaged: nil))
  }

  var drawing: ModelDrawing { ModelDrawing(record.settings.model) }

  private var rows: [CheckpointDescription<GeneratorRecord>.Row] {
    let (settings, text) = (record.settings, record.settings.text)
    let size = checkpoint.vocabulary.count - Vocabulary.Special.tokens.count
    return [
      ("checkpoint", checkpoint.files.directory),
      settings.vectors.row(size: checkpoint.vectorSize),
      (
        "text",
        (text.unit.isOfWords ? "\(settings.tokenizer.language), " : "")
          + counted(size, text.unit.noun)
          + (checkpoint.merges.map { " from \(counted($0.count, "merge"))" } ?? "")
      ),
      ("model", settings.model.wording), ("parameters", grouped(checkpoint.parameterCount)),
      ("made with ICU", settings.icuVersion),
      ("corpus", record.corpus.facts(counting: "line")), ("dev set", development),
      (
        "vocabulary",
        "minimum frequency \(text.minimumFrequency), at most "
          + counted(text.maximumVocabulary, "unit")
      ),
    ]
  }

  private var development: String {
    if let corpus = record.development { return corpus.facts(counting: "line") }
    let share = Double(record.settings.text.developmentShare)
    return share > 0 ? "\(percent(share)) of the corpus, drawn at random" : "none"
  }
}
