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

/// The facts about a translator.
struct TranslatorDescription {
  private typealias Row = CheckpointDescription<CheckpointRecord>.Row

  private let checkpoint: Checkpoint
  private let record: CheckpointRecord
  private let history: [MetricsEntry]

  init(directory: String) throws {
    checkpoint = try Checkpoint(directory: directory)
    record = try CheckpointRecord(checkpoint.files)
    history = try MetricsEntry.entries(of: checkpoint.files, CheckpointRecord.metricsKeys)
  }

  var description: CheckpointDescription<CheckpointRecord> {
    CheckpointDescription(
      directory: checkpoint.files.directory, record: record,
      parameters: checkpoint.parameterCount, history: history,
      rows: languageRows + subwordRows + modelRows + corpusRows,
      progress: record.progress(
        history, token: "target token", averaged: checkpoint.averagedCheckpoints))
  }

  var drawing: ModelDrawing { ModelDrawing(checkpoint.configuration.model) }

  private var languageRows: [Row] {
    func language(
      _ tokenizer: TokenizerConfiguration, _ vocabulary: Vocabulary, _ merges: BytePairMerges?
    ) -> String {
      "\(tokenizer.language), \(size(of: vocabulary, merges))"
        + (tokenizer.lowercase ? ", lowercased" : "")
    }
    let configuration = checkpoint.configuration
    return [
      ("checkpoint", checkpoint.files.directory),
      (
        "source",
        language(
          configuration.sourceTokenizer, checkpoint.sourceVocabulary, checkpoint.merges?.source)
          + (configuration.reverseSource ? ", read in reverse" : "")
      ),
      (
        "target",
        language(
          configuration.targetTokenizer, checkpoint.targetVocabulary, checkpoint.merges?.target)
      ),
      ("normalization", normalization),
    ] + typographyRows
  }

  /// Empty if translations are written in plain forms.
  private var typographyRows: [Row] {
    guard let typography = checkpoint.configuration.targetTypography, !typography.forms.isEmpty
    else { return [] }
    return [("typography", typography.description)]
  }

  private var normalization: String {
    let source = checkpoint.configuration.sourceTokenizer.normalization.rawValue
    let target = checkpoint.configuration.targetTokenizer.normalization.rawValue
    return source == target ? source : "\(source) for the source, \(target) for the target"
  }

  private func dropout(of model: ModelConfiguration) -> String {
    "dropout \(model.dropout)"
      + (model.outputDropout > 0 ? ", output dropout \(model.outputDropout)" : "")
      + (model.wordDropout > 0 ? ", word dropout \(model.wordDropout)" : "")
  }

  private var modelRows: [Row] {
    let model = checkpoint.configuration.model
    return [
      (
        "model",
        "\(model.cell.name) encoder–decoder, \(counted(model.layers, "layer")), embedding "
          + "\(model.embeddingSize), hidden \(model.hiddenSize), \(dropout(of: model))"
          + model.additions.map { ", " + $0 }.joined()
      ),
      ("parameters", grouped(checkpoint.parameterCount)),
      ("made with ICU", checkpoint.configuration.icuVersion),
    ]
  }

  private var corpusRows: [Row] {
    [
      (
        "corpus",
        record.corpus.facts(counting: "pair")
          + (record.data.shuffle ? "" : ", in the order of the text")
      ),
      (
        "vocabularies",
        vocabularyRule + "; sentences of at most \(record.data.maximumLength) words"
      ),
    ]
  }

  private var vocabularyRule: String {
    let data = record.data
    let rule =
      "minimum frequency \(data.minimumFrequency), at most \(grouped(data.maximumVocabulary)) words"
    return switch data.givenVocabularies {
    case nil: rule
    case .both: "given"
    case .source: "given for the source; " + rule
    case .target: "given for the target; " + rule
    }
  }

  private var subwordRows: [Row] {
    guard checkpoint.merges != nil else { return [] }
    let data = record.data
    return [
      (
        "subwords",
        (data.jointSubwords
          ? "the same merges and one vocabulary for both sides" : "each side has its own merges")
          + (data.subwordDropout > 0
            ? "; in training, each merge is skipped with probability \(data.subwordDropout)" : "")
      )
    ]
  }
}
