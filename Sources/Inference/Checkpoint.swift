// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
import Compute
import Files
import FoundationEssentials
import Glibc
package import Models
public import Subwords
public import Text
import Threads

/// A trained model in its directory: the configuration, the vocabularies and the best weights.
public struct Checkpoint: Sendable {
  public let files: CheckpointFiles
  public let configuration: CheckpointConfiguration
  public let sourceVocabulary: Vocabulary
  public let targetVocabulary: Vocabulary
  /// Nil if the vocabularies hold words.
  public let merges: SubwordMerges?
  package let model: EncoderDecoder
  package let parameters: MappedParameters

  /// Reads the checkpoint in `directory`.
  ///
  /// - Throws: `CheckpointError`, `VocabularyError`, `BytePairMergesError`, `SafetensorsError`,
  ///   `TextFormatError` or `FileError`.
  public init(directory: String) throws {
    let files = CheckpointFiles(directory: directory)
    try self.init(files, CheckpointConfiguration(files))
  }

  /// Reads the checkpoint in `files`, whose configuration was read before.
  package init(_ files: CheckpointFiles, _ configuration: CheckpointConfiguration) throws {
    self.files = files
    self.configuration = configuration
    merges = try Self.readMerges(files, configuration)
    model = EncoderDecoder(configuration.model)
    let mapped = Result { [model, files] in
      let parameters = try MappedParameters(files.model, model.layout)
      try parameters.requireNothingElse(than: model.layout)
      return parameters
    }
    // If the sizes of vocabulary and weights disagree, report the vocabulary.
    (sourceVocabulary, targetVocabulary) = try Self.read(files, model, try? mapped.get())
    parameters = try mapped.get()
  }

  /// The number of trained parameters.
  public var parameterCount: Int { model.layout.parameterCount }

  /// The number of checkpoints averaged into this one; nil for a trained one.
  public var averagedCheckpoints: Int? { parameters.averagedCheckpoints }

  /// Reads the vocabularies and checks the weights in parallel, because a translator spends most of
  /// its start-up time here.
  private static func read(
    _ files: CheckpointFiles, _ model: EncoderDecoder, _ parameters: MappedParameters?
  ) throws -> (Vocabulary, Vocabulary) {
    let sizes = [
      (files.sourceVocabulary, model.configuration.sourceVocabularySize),
      (files.targetVocabulary, model.configuration.targetVocabularySize),
    ]
    let entries = parameters == nil ? [] : model.layout.entries
    let pool = try WorkerPool(count: readers)
    let results = pool.map(below: sizes.count + entries.count) { _, task in
      Result {
        if task < sizes.count {
          let (path, size) = sizes[task]
          return Optional(try readVocabulary(path, size: size, files))
        }
        if let parameters {
          let entry = entries[task - sizes.count]
          defer { parameters.releaseMemory(of: entry.slot) }
          try parameters.requireFinite(entry, of: files)
        }
        return nil
      }
    }
    let read = try results.compactMap { try $0.get() }
    return (read[0], read[1])
  }

  /// The number of threads that read a checkpoint.
  private static var readers: Int { min(4, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// Reads the merges; nil if the vocabularies hold words.
  package static func readMerges(
    _ files: CheckpointFiles, _ configuration: CheckpointConfiguration
  ) throws -> SubwordMerges? {
    guard configuration.subwords != nil else { return nil }
    return SubwordMerges(
      source: try BytePairMerges(contentsOf: files.sourceMerges),
      target: try BytePairMerges(contentsOf: files.targetMerges))
  }

  /// - Throws: `CheckpointError` for a language that ICU does not know.
  package func tokenizer(
    _ side: KeyPath<CheckpointConfiguration, TokenizerConfiguration>, key: String
  ) throws(CheckpointError) -> Tokenizer {
    let configuration = configuration[keyPath: side]
    guard let tokenizer = try? Tokenizer(configuration) else {
      throw CheckpointError(
        directory: files.directory,
        problem: .unknownLanguage(key: key + ".language", found: configuration.language))
    }
    return tokenizer
  }

  /// The codec that encodes source text as ids.
  package var sourceCodec: TokenCodec { TokenCodec(sourceVocabulary, merges: merges?.source) }

  /// The codec that encodes target text as ids and decodes ids.
  package var targetCodec: TokenCodec { TokenCodec(targetVocabulary, merges: merges?.target) }

  /// Reads the vocabularies and checks that their sizes are those of the model.
  package static func readVocabularies(
    _ files: CheckpointFiles, _ model: ModelConfiguration
  ) throws -> (source: Vocabulary, target: Vocabulary) {
    (
      try readVocabulary(files.sourceVocabulary, size: model.sourceVocabularySize, files),
      try readVocabulary(files.targetVocabulary, size: model.targetVocabularySize, files)
    )
  }

  private static func readVocabulary(
    _ path: String, size: Int, _ files: CheckpointFiles
  ) throws -> Vocabulary {
    let vocabulary = try Vocabulary(contentsOf: path)
    guard vocabulary.count == size else {
      throw CheckpointError(
        directory: files.directory,
        problem: .vocabularySize(path: path, expected: size, found: vocabulary.count))
    }
    return vocabulary
  }
}
