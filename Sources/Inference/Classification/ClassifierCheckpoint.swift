// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
import Compute
package import Models
package import Subwords
public import Text

extension CheckpointFiles {
  /// The labels of a classifier or a labeller.
  package var labels: String { path("labels.tsv") }
}

/// A trained classifier in its directory.
public struct ClassifierCheckpoint: Sendable {
  public let files: CheckpointFiles
  public let settings: ClassifierSettings
  public let vocabulary: Vocabulary
  public let labels: LabelSet
  package let merges: BytePairMerges?
  package let model: SequenceClassifier
  package let parameters: MappedParameters

  /// Reads the checkpoint in `directory`.
  ///
  /// - Throws: `CheckpointError`, `VocabularyError`, `BytePairMergesError`, `SafetensorsError`,
  ///   `TextFormatError` or `FileError`.
  public init(directory: String) throws {
    files = CheckpointFiles(directory: directory)
    settings = try files.readConfiguration(task: ClassifierSettings.task)
    if let value = settings.model.invalidValue {
      throw CheckpointError(
        directory: directory,
        problem: .impossibleConfiguration(key: "model." + value.key, found: value.found))
    }
    vocabulary = try Vocabulary(contentsOf: files.textVocabulary)
    labels = try LabelSet(contentsOf: files.labels)
    for (path, expected, found) in [
      (files.textVocabulary, settings.model.encoder.vocabularySize, vocabulary.count),
      (files.labels, settings.model.labelCount, labels.count),
    ] where expected != found {
      throw CheckpointError(
        directory: directory,
        problem: .vocabularySize(path: path, expected: expected, found: found))
    }
    merges =
      settings.text.unit == .subword ? try BytePairMerges(contentsOf: files.textMerges) : nil
    model = SequenceClassifier(settings.model)
    parameters = try MappedParameters(weightsOf: files, model.layout)
  }

  public var parameterCount: Int { model.layout.parameterCount }

  /// - Throws: `CheckpointError` for a language that ICU does not know.
  package func codec() throws(CheckpointError) -> TextCodec {
    try TextCodec(
      settings.text.unit, settings.tokenizer, TokenCodec(vocabulary, merges: merges), of: files)
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
