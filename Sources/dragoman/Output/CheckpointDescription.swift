// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Corpora
import Evaluation
import Inference
import Models
import Subwords
import Tasks
import Text
import Training

/// The facts about a checkpoint, as text or JSON.
struct CheckpointDescription {
  private let checkpoint: Checkpoint
  private let record: CheckpointRecord
  private let history: [MetricsEntry]

  init(_ checkpoint: Checkpoint, _ record: CheckpointRecord, _ history: [MetricsEntry]) {
    self.checkpoint = checkpoint
    self.record = record
    self.history = history
  }

  var text: String {
    let rows = languageRows + subwordRows + modelRows + trainingRows
    let width = rows.map(\.name.count).max() ?? 0
    let facts = rows.map { name, value in
      name + String(repeating: " ", count: width - name.count + 2) + value
    }
    return (facts + historyLines).joined(separator: "\n")
  }

  private var languageRows: [(name: String, value: String)] {
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
  private var typographyRows: [(name: String, value: String)] {
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

  private var modelRows: [(name: String, value: String)] {
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

  private var trainingRows: [(name: String, value: String)] {
    let (training, data) = (record.training, record.data)
    return [
      ("corpus", record.corpus.facts),
      (
        "vocabularies", vocabularyRule + "; sentences of at most \(data.maximumLength) words"
      ),
      (
        "training",
        "\(training.optimizer.rawValue), learning rate \(training.learningRate), "
          + (training.batchTokens.map { "batches of \(grouped($0)) tokens" }
            ?? "batch \(training.batchSize)")
          + ", clip norm \(training.clipNorm), seed \(training.seed), "
          + counted(training.threads, "thread")
          + (training.precision == .float32 ? "" : ", \(training.precision.rawValue)")
      ),
    ]
      + moreTrainingRows + [
        ("trained", progress)
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

  /// Rows of settings that differ from their defaults.
  private var moreTrainingRows: [(name: String, value: String)] {
    SettingWording.rows(of: record)
  }

  private var subwordRows: [(name: String, value: String)] {
    guard checkpoint.merges != nil else { return [] }
    let data = record.data
    return [
      (
        "subwords",
        (data.jointSubwords
          ? "the same merges and one vocabulary for both sides" : "each side has its own merges")
          + (data.subwordDropout > 0
            ? ", skipped with probability \(data.subwordDropout)" : "")
      )
    ]
  }

  private var progress: String {
    if let count = checkpoint.averagedCheckpoints {
      return "the average of \(counted(count, "checkpoint"))"
    }
    guard let last = history.last else { return "no entries in metrics.jsonl yet" }
    return "\(counted(last.step, "step")), epoch \(last.epoch) of \(record.training.epochs), "
      + "\(grouped(last.tokens)) target tokens"
  }

  /// A table of the dev scores, with the best one marked.
  private var historyLines: [String] {
    let scored = history.filter { $0.kind != .training }
    guard !scored.isEmpty else { return [] }
    let best = best(of: scored)
    let hasTranslations = scored.contains { $0.scores["bleu"] != nil }
    var table = Table(
      [("epoch", .right), ("step", .right), ("dev perplexity", .right)]
        + (hasTranslations ? [("BLEU", .right), ("chrF", .right)] : []) + [("", .left)])
    for (index, entry) in scored.enumerated() {
      let average = entry.averagedSteps.map { "average of steps \(listed($0.map(grouped)))" }
      let translations = ["bleu", "chrf"].map {
        entry.scores[$0].map { decimal($0, places: 2) } ?? ""
      }
      table.add(
        ["\(entry.epoch)", grouped(entry.step), decimal(entry.perplexity, places: 2)]
          + (hasTranslations ? translations : [])
          + [[average, index == best ? "best" : nil].compactMap(\.self).joined(separator: ", ")])
    }
    return ["", table.text]
  }

  /// Returns the index of the entry with the best score, the first of equal ones.
  private func best(of scored: [MetricsEntry]) -> Int? {
    let metric = record.training.validationMetric
    var best: (index: Int, score: RankedScore)?
    for (index, entry) in scored.enumerated() {
      guard let value = entry.value(metric) else { continue }
      let score = RankedScore(value, perplexity: entry.perplexity)
      if metric.isBetter(score, than: best?.score) { best = (index, score) }
    }
    return best?.index
  }

  var json: String {
    get throws {
      try dragoman.json(
        Record(
          directory: checkpoint.files.directory, parameters: checkpoint.parameterCount,
          configuration: record, history: history), pretty: true, TranslationTask.fileKeys)
    }
  }

  private struct Record: Encodable {
    let directory: String
    let parameters: Int
    let configuration: CheckpointRecord
    let history: [MetricsEntry]
  }
}
