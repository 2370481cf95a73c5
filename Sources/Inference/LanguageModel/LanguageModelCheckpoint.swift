// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
package import Compute
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

  public func encode(to encoder: any Swift.Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(model, forKey: .model)
    var section = container.nestedContainer(keyedBy: NamedKey.self, forKey: .text)
    try text.write(to: &section, where: model.kind.uses)
    try container.encode(tokenizer, forKey: .tokenizer)
    try container.encode(icuVersion, forKey: .icuVersion)
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
  let model: TrainedLanguageModel
  package let merges: BytePairMerges?

  /// Reads the checkpoint in `directory`.
  ///
  /// - Throws: `CheckpointError`, `VocabularyError`, `BytePairMergesError`, `SafetensorsError`,
  ///   `NGramModelError`, `TextFormatError` or `FileError`.
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
    model = try TrainedLanguageModel(settings.model, files)
  }

  /// The number of trained parameters; of an n-gram model, the number of n-grams.
  public var parameterCount: Int { model.parameterCount }

  /// The number of checkpoints averaged into this one; nil for a trained one.
  public var averagedCheckpoints: Int? { network?.parameters.averagedCheckpoints }

  /// The weights and their layout; nil for an n-gram model.
  package var network: (layout: ParameterLayout, parameters: MappedParameters)? { model.network }

  /// The embeddings of all tokens, `[V, E]`; nil if the model has none. Valid as long as the
  /// checkpoint.
  package var embeddingMatrix: MatrixView? { model.embeddings }

  /// - Throws: `CheckpointError` for a language that ICU does not know.
  package func codec() throws(CheckpointError) -> TextCodec {
    try TextCodec(
      settings.text.unit, settings.tokenizer, TokenCodec(vocabulary, merges: merges), of: files)
  }

  /// Returns predictors of the model, one for each worker. If `quantized`, the weights of a network
  /// are rounded to 8 bits.
  package func predictors(_ workers: WorkerPool, quantized: Bool = false) -> PredictorPool {
    model.predictors(workers, start: start, quantized: quantized)
  }

  /// Returns a scorer for the workers of a pool.
  package func scorer(_ workers: WorkerPool, quantized: Bool = false) -> any SequenceScorer {
    model.scorer(workers, start: start, quantized: quantized)
  }

  /// The token that stands before a text.
  var start: Int32 { settings.text.start(in: vocabulary) }
}
