// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
import Compute
import Files
public import Models
package import Subwords
public import Text
package import Threads

/// The part of a language model's `config.json` that its users need.
public struct LanguageModelSettings: Codable, Equatable, Sendable {
  public var model: LanguageModelConfiguration
  public var text: RunningTextConfiguration
  public var tokenizer: TokenizerConfiguration
  /// The ICU version that segmented the training text.
  public var icuVersion: String

  package init(
    model: LanguageModelConfiguration, text: RunningTextConfiguration,
    tokenizer: TokenizerConfiguration, icuVersion: String = ICU.version
  ) {
    self.model = model
    self.text = text
    self.tokenizer = tokenizer
    self.icuVersion = icuVersion
  }

  package enum CodingKeys: String, CodingKey {
    case model, text, tokenizer
    case icuVersion = "icu_version"
  }

  /// The name of the task in `config.json`.
  package static let task = "language-model"
}

extension CheckpointFiles {
  /// The vocabulary of a language model, and its byte-pair merges if its units are subwords.
  package var textVocabulary: String { path("text.vocab") }
  package var textMerges: String { path("text.bpe") }
}

/// A trained language model in its directory.
public struct LanguageModelCheckpoint: Sendable {
  public let files: CheckpointFiles
  public let settings: LanguageModelSettings
  public let vocabulary: Vocabulary
  let model: LanguageModel
  let parameters: MappedParameters
  package let merges: BytePairMerges?

  /// Reads the checkpoint in `directory`.
  ///
  /// - Throws: `CheckpointError`, `VocabularyError`, `BytePairMergesError`, `SafetensorsError`,
  ///   `TextFormatError` or `FileError`.
  public init(directory: String) throws {
    files = CheckpointFiles(directory: directory)
    settings = try files.readConfiguration(task: LanguageModelSettings.task)
    if let value = settings.model.invalidValue {
      throw CheckpointError(
        directory: directory,
        problem: .impossibleConfiguration(key: "model." + value.key, found: value.found))
    }
    vocabulary = try Vocabulary(contentsOf: files.textVocabulary)
    let size = settings.model.vocabularySize
    guard vocabulary.count == size else {
      throw CheckpointError(
        directory: directory,
        problem: .vocabularySize(
          path: files.textVocabulary, expected: size, found: vocabulary.count))
    }
    merges =
      settings.text.unit == .subword ? try BytePairMerges(contentsOf: files.textMerges) : nil
    model = LanguageModel(settings.model)
    parameters = try MappedParameters(files.model, model.layout)
    try parameters.requireNothingElse(than: model.layout)
    for entry in model.layout.entries
    where !Kernels.best.sumOfSquares(parameters[entry.slot]).isFinite {
      throw CheckpointError(
        directory: directory, problem: .nonFiniteWeights(tensor: entry.name))
    }
  }

  /// The number of trained parameters.
  public var parameterCount: Int { model.layout.parameterCount }

  /// - Throws: `CheckpointError` for a language that ICU does not know.
  package func codec() throws(CheckpointError) -> TextCodec {
    do {
      return try TextCodec(
        settings.text.unit, settings.tokenizer, TokenCodec(vocabulary, merges: merges))
    } catch {
      throw CheckpointError(
        directory: files.directory,
        problem: .unknownLanguage(key: "tokenizer.language", found: settings.tokenizer.language))
    }
  }

  /// Returns predictors of the model, one for each worker. If `quantized`, the weights are rounded
  /// to 8 bits.
  package func predictors(_ workers: WorkerPool, quantized: Bool = false) -> PredictorPool {
    let weights = model.inferenceWeights(parameters, quantized: quantized, workers)
    return PredictorPool(workers) {
      RecurrentPredictor(model, start: Self.start, Pass(weights, Workspace()))
    }
  }

  /// Returns a scorer for the workers of a pool.
  package func scorer(_ workers: WorkerPool, quantized: Bool = false) -> any SequenceScorer {
    RecurrentScorer(
      model, start: Self.start,
      model.inferenceWeights(parameters, quantized: quantized, workers),
      (0..<workers.count).map { _ in Workspace() })
  }

  /// The token that stands before a text: the end of the text before.
  package static let start = Vocabulary.Special.end
}
