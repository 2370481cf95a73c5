// SPDX-License-Identifier: Apache-2.0

import Compute
import Corpora
import Inference
import Messages
import Models
import Tasks
import Text
import Training

/// The summary before a generator is trained: the examples read, sizes and steps.
struct GeneratorIntroduction {
  private let data: GeneratorData
  private let files: GeneratorData.Files
  private let developmentFiles: GeneratorData.Files?
  private let record: GeneratorRecord
  private let embeddings: WordVectors?
  private let stepsPerEpoch: Int

  init(
    _ data: GeneratorData, _ files: GeneratorData.Files,
    _ developmentFiles: GeneratorData.Files?, _ record: GeneratorRecord,
    _ embeddings: WordVectors?, stepsPerEpoch: Int
  ) {
    self.data = data
    (self.files, self.developmentFiles) = (files, developmentFiles)
    self.record = record
    self.embeddings = embeddings
    self.stepsPerEpoch = stepsPerEpoch
  }

  func note(on console: Console) {
    let lines = [
      examplesLine, developmentLine, vocabularyLine, embeddingLine, modelLine, trainingLine,
    ]
    lines.compactMap(\.self).forEach(console.note)
    if data.configuration.unit.isOfWords {
      console.noteLanguagesWithoutData([data.tokenizer.language])
    }
  }

  private var examplesLine: String {
    let count = data.sizes.training + (developmentFiles == nil ? data.sizes.development ?? 0 : 0)
    return "Examples: \(files.vectors) and \(files.texts), \(counted(count, "vector")) of "
      + data.vectors.wording(size: data.vectorSize)
  }

  private var developmentLine: String {
    guard let count = data.sizes.development else {
      return "No dev set: the weights of the last epoch are kept."
    }
    guard let developmentFiles else {
      return "Dev set: \(grouped(count)) of the examples, drawn at random"
    }
    return "Dev set: \(developmentFiles.vectors) and \(developmentFiles.texts), "
      + counted(count, "vector")
  }

  private var vocabularyLine: String {
    let unit = data.configuration.unit
    let language = unit.isOfWords ? "\(data.tokenizer.language), " : ""
    let unknown = data.unknownShare.development ?? data.unknownShare.training
    return "Vocabulary: \(language)"
      + counted(data.vocabulary.count - Vocabulary.Special.tokens.count, unit.noun)
      + ", \(percent(unknown)) of the "
      + (data.unknownShare.development == nil ? "text" : "dev set") + " unknown"
  }

  private var embeddingLine: String? {
    embeddings?.line(
      "Embeddings", data.configuration.unit.noun,
      isFrozen: record.settings.model.decoder.frozenEmbeddings)
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
