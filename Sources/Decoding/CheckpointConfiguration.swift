// SPDX-License-Identifier: Apache-2.0

public import Models
public import Text

/// What `config.json` says that a translator must know. Keys it does not name are left to training.
public struct CheckpointConfiguration: Codable, Sendable, Equatable {
  /// The newest version of the directory's format that this program reads.
  public static let currentFormatVersion = 2

  public var model: ModelConfiguration
  public var sourceTokenizer: TokenizerConfiguration
  public var targetTokenizer: TokenizerConfiguration
  /// Nil where the vocabularies hold words; older checkpoints have no such key.
  public var subwords: SubwordFiles?
  /// How translations are written; nil where the target text is not normalized, as in older checkpoints.
  public var targetTypography: Typography?
  /// Whether the encoder reads the words of a sentence from last to first.
  public var reverseSource: Bool
  /// The version of ICU that cut the training text into words.
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
  /// The text that the tokens of a translation make, written as the training text is.
  package func targetText(of tokens: some Sequence<String>) -> String {
    let text = Tokenizer.detokenize(tokens)
    return targetTypography?.written(text) ?? text
  }

  /// The oldest version that knows all of this: 1 knows plain models of words only, and would take
  /// another one for such.
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

/// The files of a checkpoint that hold the merges of byte-pair encoding.
public struct SubwordFiles: Codable, Sendable, Equatable {
  public var sourceMerges = "source.bpe"
  public var targetMerges = "target.bpe"

  public init() {}

  private enum CodingKeys: String, CodingKey {
    case sourceMerges = "source_merges"
    case targetMerges = "target_merges"
  }
}
