// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
import Compute
import Corpora
package import Models
package import Subwords
public import Text

/// A trained generator in its directory.
public struct GeneratorCheckpoint: Sendable {
  public let files: CheckpointFiles
  public let settings: GeneratorSettings
  public let vocabulary: Vocabulary
  package let merges: BytePairMerges?
  package let model: SequenceGenerator
  package let parameters: MappedParameters

  /// Reads the checkpoint in `directory`.
  ///
  /// - Throws: `CheckpointError`, `VocabularyError`, `BytePairMergesError`, `SafetensorsError`,
  ///   `TextFormatError` or `FileError`.
  public init(directory: String) throws {
    files = CheckpointFiles(directory: directory)
    settings = try files.readConfiguration(task: GeneratorSettings.task)
    if let value = settings.model.invalidValue {
      throw CheckpointError(
        directory: directory,
        problem: .impossibleConfiguration(key: "model." + value.key, found: value.found))
    }
    try files.check(settings.vectors, size: settings.model.vectorSize)
    vocabulary = try Vocabulary(contentsOf: files.textVocabulary)
    let size = settings.model.decoder.vocabularySize
    guard vocabulary.count == size else {
      throw CheckpointError(
        directory: directory,
        problem: .vocabularySize(
          path: files.textVocabulary, expected: size, found: vocabulary.count))
    }
    merges =
      settings.text.unit == .subword ? try BytePairMerges(contentsOf: files.textMerges) : nil
    model = SequenceGenerator(settings.model)
    parameters = try MappedParameters(weightsOf: files, model.layout)
  }

  public var parameterCount: Int { model.layout.parameterCount }
  /// The number of values in each vector.
  public var vectorSize: Int { settings.model.vectorSize }

  /// - Throws: `CheckpointError` for a language that ICU does not know.
  package func codec() throws(CheckpointError) -> TextCodec {
    try TextCodec(
      settings.text.unit, settings.tokenizer, TokenCodec(vocabulary, merges: merges), of: files)
  }
}
