// SPDX-License-Identifier: Apache-2.0

import Compute
import Corpora
import Inference
import Messages
import Tasks
import Text
import Training

/// Data with labels, as the introduction of a training run describes them.
protocol IntroducedData: LabelledData {
  var vectors: VectorConfiguration { get }
  /// The sizes of the vocabularies, in words.
  var vocabularyWording: String { get }
  /// The language of words; nil for other units.
  var languageOfWords: String? { get }
}

extension ClassifierData: IntroducedData {
  var vocabularyWording: String {
    let count = (vocabulary?.count ?? 0) - Vocabulary.Special.tokens.count
    return (languageOfWords.map { $0 + ", " } ?? "") + counted(count, configuration.unit.noun)
  }

  var languageOfWords: String? {
    vocabulary != nil && configuration.unit.isOfWords ? tokenizer.language : nil
  }
}

extension LabellerData: IntroducedData {
  var vocabularyWording: String {
    func words(_ vocabulary: Vocabulary?, _ noun: String) -> String? {
      vocabulary.map { counted($0.count - Vocabulary.Special.tokens.count, noun) }
    }
    return listed([words(vocabulary, "token"), words(characters, "character")].compactMap(\.self))
  }

  var languageOfWords: String? { nil }
}

/// The summary before a model is trained on data with labels: the examples read, sizes and steps.
struct LabelledDataIntroduction<Data: IntroducedData> {
  private let data: Data
  private let files, developmentFiles: [String]
  private let parameters: Int
  private let embeddings: String?
  private let model: String
  private let training: TrainingConfiguration
  private let stepsPerEpoch: Int

  /// `embeddings` says where embeddings start from, and `model` describes the model in words.
  init(
    _ data: Data, _ files: [String], development developmentFiles: [String], embeddings: String?,
    model: String, _ record: TaskRecord<some TaskSettings>, stepsPerEpoch: Int
  ) {
    self.data = data
    (self.files, self.developmentFiles) = (files, developmentFiles)
    (self.embeddings, self.model) = (embeddings, model)
    (parameters, training) = (record.settings.parameterCount, record.training)
    self.stepsPerEpoch = stepsPerEpoch
  }

  func note(on console: Console) {
    let lines =
      data.report.lines("Examples", files) + developmentLines
      + [labelLine, inputLine, embeddings, modelLine, trainingLine].compactMap(\.self)
    lines.forEach(console.note)
    if let language = data.languageOfWords { console.noteLanguagesWithoutData([language]) }
  }

  private var developmentLines: [String] {
    var lines: [String] = []
    if let report = data.developmentReport {
      lines += report.lines("Dev set", developmentFiles)
    } else if let count = data.sizes.development {
      lines.append(
        "Dev set: \(grouped(count)) of the \(data.report.content.noun)s, drawn at random")
    } else {
      lines.append("No dev set: the weights of the last epoch are kept.")
    }
    if !data.unseenLabels.isEmpty {
      lines.append(
        "  The model cannot predict these labels of the dev set, because no training example has them: "
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
    return "\(counted(labels.count, "label")): " + named.joined(separator: ", ")
      + (labels.count > most ? ", …" : "")
      + (rare > 0 ? "; \(counted(rare, "label")) \(rare == 1 ? "occurs" : "occur") only once" : "")
  }

  /// The vectors or the vocabulary.
  private var inputLine: String {
    if data.vectorSize > 0 { return "Vectors: \(data.vectors.wording(size: data.vectorSize))" }
    let unknown = data.unknownShare.development ?? data.unknownShare.training
    return "Vocabulary: \(data.vocabularyWording), \(percent(unknown)) of the "
      + (data.unknownShare.development == nil ? "text" : "dev set") + " unknown"
  }

  private var modelLine: String { "Model: \(counted(parameters, "parameter")), \(model)" }

  private var trainingLine: String {
    "Training: \(counted(stepsPerEpoch, "step")) per epoch, "
      + "\(counted(training.epochs, "epoch")), batches of "
      + "\(counted(training.batchSize, data.report.content.noun)), "
      + "\(training.optimizer.rawValue), \(counted(training.threads, "thread")), "
      + (training.precision == .float32 ? "" : "\(training.precision.rawValue), ")
      + "\(Kernels.best.name) kernels"
  }
}

extension LabelledTextReport.Content {
  /// Returns the number of tokens or vectors, in words; nil for texts.
  fileprivate func counted(steps: Int) -> String? {
    self == .texts ? nil : Messages.counted(steps, isOfVectors ? "vector" : "token")
  }
}

extension LabelledTextReport {
  /// The files with the number of examples, and a line for each reason why some were skipped.
  func lines(_ name: String, _ paths: [String]) -> [String] {
    let steps = content.counted(steps: keptSteps).map { ", \($0)" } ?? ""
    return ["\(name): \(listed(paths)), \(counted(kept, content.noun))\(steps)"]
      + headers.map { "  The first line of \($0) is a header" } + skippedLines
  }
}
