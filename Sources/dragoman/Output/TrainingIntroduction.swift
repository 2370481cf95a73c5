// SPDX-License-Identifier: Apache-2.0

import Compute
import Corpora
import Inference
import Layers
import Messages
import Models
import Subwords
import Tasks
import Text
import Training

/// The summary before training: the text read and skipped, sizes and steps.
struct TrainingIntroduction {
  private let data: TrainingData
  private let corpus: ParallelSource
  private let development: ParallelSource?
  private let record: CheckpointRecord
  private let embeddings: (source: WordVectors?, target: WordVectors?)
  private let unnamedLanguages: [Languages.Side]

  init(
    _ data: TrainingData, _ corpus: ParallelSource, _ development: ParallelSource?,
    _ record: CheckpointRecord, _ embeddings: (source: WordVectors?, target: WordVectors?),
    unnamedLanguages: [Languages.Side]
  ) {
    self.data = data
    self.corpus = corpus
    self.development = development
    self.record = record
    self.embeddings = embeddings
    self.unnamedLanguages = unnamedLanguages
  }

  func note(on console: Console) {
    for line in lines { console.note(line) }
    console.noteLanguagesWithoutData(
      [data.sourceTokenizer.language, data.targetTokenizer.language])
  }

  private var lines: [String] {
    var lines = readLines("Training text", corpus, data.trainingReport)
    if let development, let report = data.developmentReport {
      lines += readLines("Dev set", development, report)
    } else {
      lines.append("No dev set: the weights of the last epoch are kept.")
    }
    lines.append(
      vocabularyLine(
        "Source", data.sourceTokenizer, data.sourceVocabulary, data.merges?.source,
        data.unknownShare.source))
    lines.append(
      vocabularyLine(
        "Target", data.targetTokenizer, data.targetVocabulary, data.merges?.target,
        data.unknownShare.target))
    if let line = Languages.note(onUnnamed: unnamedLanguages) { lines.append(line) }
    let model = record.model
    lines += [
      embeddings.source?.line(
        "Source embeddings", noun(data.merges?.source),
        isFrozen: model.frozenEmbeddings.freezesSource),
      embeddings.target?.line(
        "Target embeddings", noun(data.merges?.target),
        isFrozen: model.frozenEmbeddings.freezesTarget),
    ].compactMap(\.self)
    lines.append(
      "Model: \(grouped(model.parameterCount)) parameters "
        + "(embedding \(model.embeddingSize), hidden \(model.hiddenSize), "
        + "\(counted(model.layers, "layer"))"
        + (model.cell == .lstm ? "" : ", \(model.cell.name)")
        + model.additions.map { ", " + $0 }.joined() + ")")
    let training = record.training
    let steps = data.stepsPerEpoch(training)
    lines.append(
      "Training: \(counted(steps, "step")) per epoch, \(counted(training.epochs, "epoch")), "
        + "\(training.optimizer.rawValue), \(counted(training.threads, "thread")), "
        + (training.precision == .float32 ? "" : "\(training.precision.rawValue), ")
        + "\(Kernels.best.name) kernels")
    return lines
  }

  private func readLines(
    _ name: String, _ corpus: ParallelSource, _ report: CorpusReport
  ) -> [String] {
    let skipped = report.pairsRead - report.pairsKept
    let outcome = skipped == 0 ? "" : ", \(grouped(skipped)) skipped:"
    let columns = report.columns.map { ", columns \($0[0]) and \($0[1])" } ?? ""
    let pairs = counted(report.pairsRead, "pair")
    let header = report.headerLine.map { "\(corpus.paths[0]): line \($0) is a header; skipped." }
    return ["\(name): \(listed(corpus.paths))\(columns), \(pairs)\(outcome)"]
      + report.skippedLines + [header].compactMap(\.self) + report.normalizationLines
  }

  private func vocabularyLine(
    _ name: String, _ tokenizer: TokenizerConfiguration, _ vocabulary: Vocabulary,
    _ merges: BytePairMerges?, _ unknown: Double
  ) -> String {
    let language = tokenizer.language == "und" ? "unknown language (und)" : tokenizer.language
    return "\(name): \(language)\(tokenizer.lowercase ? ", lowercased" : "")"
      + (tokenizer.normalization == .none ? ", not normalized, " : ", ")
      + "\(size(of: vocabulary, merges)), \(percent(unknown)) of the text unknown"
  }
}

/// Returns the number of words in a vocabulary, or of units and the merges that form them.
func size(of vocabulary: Vocabulary, _ merges: BytePairMerges?) -> String {
  let count = vocabulary.count - Vocabulary.Special.tokens.count
  return counted(count, noun(merges))
    + (merges.map { " from \(counted($0.count, "merge"))" } ?? "")
}

/// The name of one entry of a vocabulary.
private func noun(_ merges: BytePairMerges?) -> String { merges == nil ? "word" : "unit" }
