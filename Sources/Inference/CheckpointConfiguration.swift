// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
public import Models
public import Text

/// The part of `config.json` that a translator needs. Other keys belong to training.
public struct CheckpointConfiguration: Codable, Sendable, Equatable {
  public var model: ModelConfiguration
  public var sourceTokenizer: TokenizerConfiguration
  public var targetTokenizer: TokenizerConfiguration
  /// Nil if the vocabularies hold words; older checkpoints do not have this key.
  public var subwords: SubwordFiles?
  /// The typography of translations; nil if the target text is not normalized, as in older
  /// checkpoints.
  public var targetTypography: Typography?
  /// True if the encoder reads the words of a sentence from last to first.
  public var reverseSource: Bool
  /// The ICU version that segmented the training text.
  public var icuVersion: String

  public init(
    model: ModelConfiguration, sourceTokenizer: TokenizerConfiguration,
    targetTokenizer: TokenizerConfiguration, reverseSource: Bool, icuVersion: String
  ) {
    self.model = model
    self.sourceTokenizer = sourceTokenizer
    self.targetTokenizer = targetTokenizer
    self.reverseSource = reverseSource
    self.icuVersion = icuVersion
  }

  private enum CodingKeys: String, CodingKey {
    case model
    case sourceTokenizer = "source_tokenizer"
    case targetTokenizer = "target_tokenizer"
    case subwords
    case targetTypography = "target_typography"
    case reverseSource = "reverse_source"
    case icuVersion = "icu_version"
  }
}

// MARK: - Format

extension CheckpointConfiguration {
  /// Reads the configuration of the checkpoint in `files`.
  ///
  /// - Throws: `CheckpointError`, `TextFormatError` or `FileError`.
  package init(_ files: CheckpointFiles) throws {
    self = try files.readConfiguration()
    try check(files)
  }

  /// - Throws: `CheckpointError` if a value is out of range.
  package func check(_ files: CheckpointFiles) throws(CheckpointError) {
    guard let value = model.invalidValue else { return }
    throw CheckpointError(
      directory: files.directory,
      problem: .impossibleConfiguration(key: "model." + value.key, found: value.found))
  }

  /// Joins the tokens of a translation and applies the typography of the training text.
  package func targetText(of tokens: some Sequence<String>) -> String {
    let text = Tokenizer.detokenize(tokens)
    return targetTypography?.written(text) ?? text
  }

  /// The oldest format version that can express this configuration. Programs that read only version
  /// 1 ignore newer keys and would take any other model for a plain one with words.
  public var formatVersion: Int { model.isPlain && subwords == nil ? 1 : 2 }

  private enum FormatKey: String, CodingKey {
    case formatVersion = "format_version"
  }

  public func encode(to encoder: any Swift.Encoder) throws {
    var format = encoder.container(keyedBy: FormatKey.self)
    try format.encode(formatVersion, forKey: .formatVersion)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(model, forKey: .model)
    try container.encode(sourceTokenizer, forKey: .sourceTokenizer)
    try container.encode(targetTokenizer, forKey: .targetTokenizer)
    try container.encodeIfPresent(subwords, forKey: .subwords)
    try container.encodeIfPresent(targetTypography, forKey: .targetTypography)
    try container.encode(reverseSource, forKey: .reverseSource)
    try container.encode(icuVersion, forKey: .icuVersion)
  }
}

/// The names of the checkpoint's files of byte-pair merges.
public struct SubwordFiles: Codable, Sendable, Equatable {
  public var sourceMerges = "source.bpe"
  public var targetMerges = "target.bpe"

  public init() {}

  private enum CodingKeys: String, CodingKey {
    case sourceMerges = "source_merges"
    case targetMerges = "target_merges"
  }
}

extension CheckpointFiles {
  public var sourceVocabulary: String { path("source.vocab") }
  public var targetVocabulary: String { path("target.vocab") }
  /// The byte-pair merges, if the vocabularies hold subword units.
  public var sourceMerges: String { path("source.bpe") }
  public var targetMerges: String { path("target.bpe") }
}
