// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
import Compute
package import Models
package import Subwords
public import Text

/// A trained classifier in its directory.
public struct ClassifierCheckpoint: Sendable {
  public let files: CheckpointFiles
  public let settings: ClassifierSettings
  package let assets: SequenceAssets
  package let model: SequenceClassifier
  package let parameters: MappedParameters

  /// Reads the checkpoint in `directory`.
  ///
  /// - Throws: `CheckpointError`, `VocabularyError`, `BytePairMergesError`, `SafetensorsError`,
  ///   `TextFormatError` or `FileError`.
  public init(directory: String) throws {
    files = CheckpointFiles(directory: directory)
    settings = try files.readConfiguration(task: ClassifierSettings.task)
    try files.check(settings.model)
    if settings.readsVectors {
      try files.check(settings.vectors, size: settings.model.encoder.vectorSize)
    }
    assets = try SequenceAssets(
      files, settings.model, hasMerges: settings.text.unit == .subword)
    model = SequenceClassifier(settings.model)
    parameters = try MappedParameters(weightsOf: files, model.layout)
  }

  /// The units that the model knows; nil if it reads vectors.
  public var vocabulary: Vocabulary? { assets.vocabulary }
  public var labels: LabelSet { assets.labels }
  public var parameterCount: Int { model.layout.parameterCount }
  /// The number of values in each vector; 0 if the model reads texts.
  public var vectorSize: Int { settings.model.encoder.vectorSize }

  /// Nil if the model reads vectors.
  ///
  /// - Throws: `CheckpointError` for a language that ICU does not know.
  package func codec() throws(CheckpointError) -> TextCodec? {
    guard let vocabulary else { return nil }
    return try TextCodec(
      settings.text.unit, settings.tokenizer, TokenCodec(vocabulary, merges: assets.merges),
      of: files)
  }
}

extension TextCodec {
  /// Creates the codec of a checkpoint.
  ///
  /// - Throws: `CheckpointError` for a language that ICU does not know.
  convenience init(
    _ unit: TextUnit, _ tokenizer: TokenizerConfiguration, _ codec: TokenCodec,
    of files: CheckpointFiles
  ) throws(CheckpointError) {
    do {
      try self.init(unit, tokenizer, codec)
    } catch {
      throw CheckpointError(
        directory: files.directory,
        problem: .unknownLanguage(key: "tokenizer.language", found: tokenizer.language))
    }
  }
}
