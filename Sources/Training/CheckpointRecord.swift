// SPDX-License-Identifier: Apache-2.0

public import Decoding
import Files
import FoundationEssentials
public import Text

/// The contents of `config.json`: the settings of the translator and those of training.
public struct CheckpointRecord: Codable, Sendable, Equatable {
  public var checkpoint: CheckpointConfiguration
  public var training: TrainingConfiguration
  public var data: DataConfiguration
  /// The fingerprint of the training text. Resuming on another text is an error.
  public var corpus: CorpusFingerprint
  /// The fingerprint of the dev set, if there is one. Scores on different dev sets are not
  /// comparable.
  public var development: CorpusFingerprint?

  public init(
    checkpoint: CheckpointConfiguration, training: TrainingConfiguration, data: DataConfiguration,
    corpus: CorpusFingerprint, development: CorpusFingerprint? = nil
  ) {
    self.checkpoint = checkpoint
    self.training = training
    self.data = data
    self.corpus = corpus
    self.development = development
  }

  private enum CodingKeys: String, CodingKey {
    case training, data, corpus
    case development = "dev_corpus"
  }

  public init(from decoder: any Decoder) throws {
    checkpoint = try CheckpointConfiguration(from: decoder)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    training = try container.decode(TrainingConfiguration.self, forKey: .training)
    data = try container.decode(DataConfiguration.self, forKey: .data)
    corpus = try container.decode(CorpusFingerprint.self, forKey: .corpus)
    development = try container.decodeIfPresent(CorpusFingerprint.self, forKey: .development)
  }

  public func encode(to encoder: any Encoder) throws {
    try checkpoint.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(training, forKey: .training)
    try container.encode(data, forKey: .data)
    try container.encode(corpus, forKey: .corpus)
    try container.encodeIfPresent(development, forKey: .development)
  }
}

// MARK: - File

extension CheckpointRecord {
  /// Reads the record of the checkpoint in `files`.
  ///
  /// - Throws: `CheckpointError` or `FileError`.
  public init(_ files: CheckpointFiles) throws {
    _ = try Checkpoint.readConfiguration(files)
    let json = try unsafe MappedFile(path: files.configuration).withBytes { unsafe Data($0) }
    do {
      self = try JSONDecoder().decode(CheckpointRecord.self, from: json)
    } catch let error as DecodingError {
      throw CheckpointError(
        directory: files.directory, problem: .malformedConfiguration(key: error.keyPath))
    }
  }

  func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    var file = try AtomicFile(path: path)
    try file.write(String(decoding: try encoder.encode(self), as: UTF8.self) + "\n")
    try file.commit()
  }
}
