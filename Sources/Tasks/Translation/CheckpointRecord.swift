// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
public import Corpora
public import Evaluation
public import Inference
public import Training

/// The contents of `config.json`: the settings of the translator and those of training.
public struct CheckpointRecord: Codable, Sendable, Equatable {
  public var checkpoint: CheckpointConfiguration
  public var training: TrainingConfiguration
  public var scoring: TranslationScoring
  public var data: DataConfiguration
  /// The fingerprint of the training text. Resuming on another text is an error.
  public var corpus: CorpusFingerprint
  /// The fingerprint of the dev set, if there is one. Scores on different dev sets are not
  /// comparable.
  public var development: CorpusFingerprint?

  public init(
    checkpoint: CheckpointConfiguration, training: TrainingConfiguration,
    scoring: TranslationScoring = TranslationScoring(), data: DataConfiguration,
    corpus: CorpusFingerprint, development: CorpusFingerprint? = nil
  ) {
    self.checkpoint = checkpoint
    self.training = training
    self.scoring = scoring
    self.data = data
    self.corpus = corpus
    self.development = development
  }

  private enum CodingKeys: String, CodingKey {
    case training, data, corpus
    case development = "dev_corpus"
  }

  public init(from decoder: any Swift.Decoder) throws {
    checkpoint = try CheckpointConfiguration(from: decoder)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let shared = try container.nestedContainer(keyedBy: NamedKey.self, forKey: .training)
    training = try TrainingConfiguration(readingFrom: shared)
    scoring = try TranslationScoring(readingFrom: shared)
    data = try container.decode(DataConfiguration.self, forKey: .data)
    corpus = try container.decode(CorpusFingerprint.self, forKey: .corpus)
    development = try container.decodeIfPresent(CorpusFingerprint.self, forKey: .development)
  }

  public func encode(to encoder: any Swift.Encoder) throws {
    try checkpoint.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    var shared = container.nestedContainer(keyedBy: NamedKey.self, forKey: .training)
    try training.write(to: &shared)
    try scoring.write(to: &shared)
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
    self = try files.readConfiguration()
    try checkpoint.check(files)
  }

  /// The record as a file of the checkpoint.
  var part: CheckpointPart {
    CheckpointPart(CheckpointFiles.configurationName) { try writeConfiguration(self, to: $0) }
  }
}

/// The settings of scoring translations of the dev set.
public struct TranslationScoring: Equatable, Sendable {
  /// The tokenization of the dev set's BLEU. Nil means the one for the target language's script in a
  /// new training, and `13a` in a checkpoint that was made without this setting.
  public var bleuTokenization: BLEU.Tokenization?
  /// True if each validation also translates the dev set, or 2,000 sentences spread over a larger
  /// one.
  public var translatesDevelopment = true

  public init() {}

  package var bleu: BLEU.Tokenization { bleuTokenization ?? .mteval13a }
}
