// SPDX-License-Identifier: Apache-2.0

import Compute
import Corpora
import Inference
import Messages
import Models
import Subwords
import Tasks
import Text
import Training

/// The summary before a language model is trained: the text read, sizes and steps.
struct LanguageModelIntroduction {
  private let data: LanguageModelData
  private let options: TextOptions
  private let record: LanguageModelRecord
  private let embeddings: WordVectors?
  private let stepsPerEpoch: Int

  init(
    _ data: LanguageModelData, _ options: TextOptions, _ record: LanguageModelRecord,
    _ embeddings: WordVectors?, stepsPerEpoch: Int
  ) {
    self.data = data
    self.options = options
    self.record = record
    self.embeddings = embeddings
    self.stepsPerEpoch = stepsPerEpoch
  }

  func note(on console: Console) {
    for line in textLines
      + [vocabularyLine, embeddingLine, modelLine, trainingLine].compactMap(\.self)
    {
      console.note(line)
    }
    if unit.isOfWords { console.noteLanguagesWithoutData([language]) }
    if unit.isOfWords && language == "und" {
      console.note(
        "The language is unknown: words are split by Unicode's default rules (und). Set it, "
          + "for example with --language en.")
    }
  }

  private var unit: TextUnit { data.configuration.unit }
  private var language: String { data.tokenizer.language }

  private var textLines: [String] {
    var lines = readLines("Text", options.text, data.report)
    if let report = data.developmentReport {
      lines += readLines("Dev set", options.devText, report)
    } else if data.hasDevelopment {
      lines.append(
        "Dev set: the last \(percent(Double(data.configuration.developmentShare))) of the text")
    }
    if data.hasDevelopment {
      if let unknown = data.unknownShare.development, unknown > 0 {
        lines.append(
          "  \(unknown < 0.0005 ? "less than 0.1 %" : percent(unknown)) of its \(unit.noun)s are not in the vocabulary: they count as "
            + "unknown")
      }
    } else {
      lines.append(
        record.isTrainedInSteps
          ? "No dev set: the weights of the last epoch are kept." : "No dev set.")
    }
    return lines
  }

  private func readLines(
    _ name: String, _ paths: [String], _ report: RunningTextReport
  ) -> [String] {
    let noun = unit == .subword ? TextUnit.word.noun : unit.noun
    let notes: [(Int, String)] = [
      (
        report.encodings.reduce(0) { $0 + $1.invalidLines },
        "not valid UTF-8; U+FFFD replaces the invalid bytes"
      ),
      (report.nulLines, "with a NUL byte"), (report.emptyLines, "empty; skipped"),
    ]
    return [
      "\(name): \(listed(paths)), \(counted(report.units, noun)), \(counted(report.lines, "line"))"
    ]
      + notes.filter { $0.0 > 0 }.map { "  \(counted($0.0, "line")) \($0.1)" }
  }

  private var vocabularyLine: String {
    let count = data.vocabulary.count - Vocabulary.Special.tokens.count
    let size =
      data.mergeCount.map { "\(counted(count, "unit")) from \(counted($0, "merge"))" }
      ?? counted(count, unit.noun)
    return "Vocabulary: \(unit.isOfWords ? language + ", " : "")\(size), "
      + "\(percent(data.unknownShare.training)) of the text unknown"
  }

  private var embeddingLine: String? {
    embeddings?.line("Embeddings", unit.noun, isFrozen: record.settings.model.frozenEmbeddings)
  }

  private var modelLine: String {
    let model = record.settings.model
    let count = model.kind == .ngram ? "" : "\(counted(model.parameterCount, "parameter")), "
    return "Model: \(count)\(model.wording)"
  }

  /// Nil for a model that is counted.
  private var trainingLine: String? {
    guard record.settings.model.kind != .ngram else { return nil }
    let training = record.training
    return "Training: \(counted(stepsPerEpoch, "step")) per epoch, "
      + "\(counted(training.epochs, "epoch")), \(reading), "
      + "\(training.optimizer.rawValue), \(counted(training.threads, "thread")), "
      + (training.precision == .float32 ? "" : "\(training.precision.rawValue), ")
      + "\(Kernels.best.name) kernels"
  }

  /// The way in which the text is divided into batches.
  private var reading: String {
    let (size, window) = (record.training.batchSize, data.configuration.window)
    if data.configuration.layout == .lines { return "\(counted(size, "line")) at a time" }
    return "\(counted(size, "stream")) in windows of \(counted(window, unit.noun))"
  }
}

extension TextUnit {
  /// The name of one unit.
  var noun: String {
    switch self {
    case .character: "character"
    case .codepoint: "code point"
    case .word: "word"
    case .subword: "subword unit"
    }
  }
}
