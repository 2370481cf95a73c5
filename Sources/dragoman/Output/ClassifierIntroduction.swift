// SPDX-License-Identifier: Apache-2.0

import Compute
import Corpora
import Inference
import Models
import Tasks
import Text
import Training

/// The summary before a classifier is trained: the examples read, sizes and steps.
struct ClassifierIntroduction {
  private let data: ClassifierData
  private let options: LabelledTextOptions
  private let record: ClassifierRecord
  private let stepsPerEpoch: Int

  init(
    _ data: ClassifierData, _ options: LabelledTextOptions, _ record: ClassifierRecord,
    stepsPerEpoch: Int
  ) {
    self.data = data
    self.options = options
    self.record = record
    self.stepsPerEpoch = stepsPerEpoch
  }

  func note(on console: Console) {
    let lines =
      data.report.lines("Examples", options.examples) + developmentLines
      + [labelLine, vocabularyLine, modelLine, trainingLine]
    lines.forEach(console.note)
    let unit = data.configuration.unit
    if unit.isOfWords { console.noteLanguagesWithoutData([data.tokenizer.language]) }
  }

  private var developmentLines: [String] {
    var lines: [String] = []
    if let report = data.developmentReport {
      lines += report.lines("Dev set", options.devExamples)
    } else if let count = data.sizes.development {
      lines.append(
        "Dev set: \(counted(count, "of the examples", "of the examples")), drawn at random")
    } else {
      lines.append("No dev set: the weights of the last epoch are kept.")
    }
    if !data.unseenLabels.isEmpty {
      lines.append(
        "  Labels of the dev set that no training example has, so the model cannot predict them: "
          + listed(data.unseenLabels))
    }
    return lines
  }

  private var labelLine: String {
    let labels = data.labels
    let most = 8
    let named = (0..<min(labels.count, most)).map { id in
      "\(labels[Int32(id)]) (\(grouped(labels.frequency(of: Int32(id)))))"
    }
    let rare = (0..<labels.count).count { labels.frequency(of: Int32($0)) == 1 }
    return "Labels: \(grouped(labels.count)): " + named.joined(separator: ", ")
      + (labels.count > most ? ", …" : "")
      + (rare > 0 ? "; \(counted(rare, "label")) \(rare == 1 ? "occurs" : "occur") only once" : "")
  }

  private var vocabularyLine: String {
    let unit = data.configuration.unit
    let count = data.vocabulary.count - Vocabulary.Special.tokens.count
    let unknown = data.unknownShare.development ?? data.unknownShare.training
    return "Vocabulary: \(unit.isOfWords ? data.tokenizer.language + ", " : "")"
      + "\(counted(count, unit.noun)), \(percent(unknown)) of the "
      + (data.unknownShare.development == nil ? "text" : "dev set") + " unknown"
  }

  private var modelLine: String {
    let model = record.settings.model
    return "Model: \(counted(model.parameterCount, "parameter")), \(model.wording)"
  }

  private var trainingLine: String {
    let training = record.training
    return "Training: \(counted(stepsPerEpoch, "step")) per epoch, "
      + "\(counted(training.epochs, "epoch")), batches of "
      + "\(counted(training.batchSize, "example")), "
      + "\(training.optimizer.rawValue), \(counted(training.threads, "thread")), "
      + (training.precision == .float32 ? "" : "\(training.precision.rawValue), ")
      + "\(Kernels.best.name) kernels"
  }
}

extension LabelledTextReport {
  /// The files with the number of examples, and a line for each reason why lines were skipped.
  func lines(_ name: String, _ paths: [String]) -> [String] {
    ["\(name): \(listed(paths)), \(counted(kept, "example"))"]
      + headers.map { "  The first line of \($0) is a header" } + skippedLines
  }

  /// One line for each reason why lines were skipped.
  var skippedLines: [String] {
    let reasons: [(Skipped, String)] = [
      (skippedInvalidUTF8, "not valid UTF-8"), (skippedNul, "with a NUL byte"),
      (skippedNoLabel, "without a tab and a label"), (skippedBlankText, "with a blank text"),
      (skippedBlankLabel, "with a blank label"), (skippedTooLong, "longer than --max-length"),
    ]
    return reasons.filter { $0.0.count > 0 }.map { skipped, reason in
      "  \(counted(skipped.count, "line")) \(reason), skipped (\(skipped.lines))"
    } + encodings.filter(\.isOfManyLines).map { "    " + $0.conversion }
  }
}
