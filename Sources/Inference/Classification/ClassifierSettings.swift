// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
public import Corpora
public import Models
public import Text

/// Settings for reading texts with labels, of which the last two also apply to sequences of vectors.
public struct LabelledTextConfiguration: Equatable, Sendable {
  public var unit = TextUnit.character
  /// The minimum count of a unit in the vocabulary.
  public var minimumFrequency = 1
  /// The maximum number of units in the vocabulary, without the special tokens.
  public var maximumVocabulary = 32_000
  /// The number of byte-pair merges to learn if the units are subwords.
  public var merges = 8000
  /// The maximum number of units in a text, or of vectors in a sequence; longer ones are left out in
  /// training.
  public var maximumLength = 1000
  /// The share of the texts or sequences, drawn at random, that is the dev set if none is given; 0 for none.
  public var developmentShare: Float = 0.1

  public init() {}
}

extension LabelledTextConfiguration: Configurable {
  public init(from decoder: any Swift.Decoder) throws {
    try self.init(readingFrom: decoder.container(keyedBy: NamedKey.self))
  }

  public func encode(to encoder: any Swift.Encoder) throws {
    var container = encoder.container(keyedBy: NamedKey.self)
    try write(to: &container)
  }

  package static let settings: [Setting<LabelledTextConfiguration>] = [
    Setting("unit", \.unit, .required, .fixed(.vocabularies)),
    Setting(
      "min_frequency", \.minimumFrequency, .written, .fixed(.vocabularies),
      .within(Limits.wordFrequency)),
    Setting(
      "max_vocabulary", \.maximumVocabulary, .written, .fixed(.vocabularies),
      .within(Limits.vocabularyWords)),
    Setting("merges", \.merges, .written, .fixed(.vocabularies), .within(Limits.merges)),
    Setting(
      "max_length", \.maximumLength, .written, .fixed(.orderOfData), .within(Limits.sentenceLength)),
    Setting("dev_share", \.developmentShare, .written, .fixed(.orderOfData), .rate),
  ]
}

/// The part of a classifier's `config.json` that its users need.
public struct ClassifierSettings: Equatable, Sendable {
  public var model = ClassifierConfiguration()
  /// The settings for texts, some of which also apply to vectors.
  public var text = LabelledTextConfiguration()
  /// The settings for vectors, if the model reads them.
  public var vectors = VectorConfiguration()
  public var tokenizer = TokenizerConfiguration(language: "und", normalization: .none)
  /// The ICU version that segmented the training text.
  public var icuVersion = ICU.version

  /// Creates the settings of a new run; the sizes are filled in once the data have been read.
  package init() { model.encoder.vocabularySize = Vocabulary.Special.tokens.count }

  /// True if the model reads sequences of vectors, false if it reads texts.
  public var readsVectors: Bool { model.encoder.vectorSize > 0 }

  /// The name of the task in `config.json`.
  package static let task = "classifier"
}

extension ClassifierSettings: Codable {
  private enum CodingKeys: String, CodingKey {
    case model, text, vectors, tokenizer
    case icuVersion = "icu_version"
  }

  public init(from decoder: any Swift.Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    model = try container.decode(ClassifierConfiguration.self, forKey: .model)
    tokenizer = try container.decode(TokenizerConfiguration.self, forKey: .tokenizer)
    icuVersion = try container.decode(String.self, forKey: .icuVersion)
    let section = try container.nestedContainer(
      keyedBy: NamedKey.self, forKey: readsVectors ? .vectors : .text)
    text = try LabelledTextConfiguration(readingFrom: section, where: uses)
    if readsVectors { vectors = try VectorConfiguration(from: section) }
  }

  public func encode(to encoder: any Swift.Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(model, forKey: .model)
    try container.encode(tokenizer, forKey: .tokenizer)
    try container.encode(icuVersion, forKey: .icuVersion)
    var section = container.nestedContainer(
      keyedBy: NamedKey.self, forKey: readsVectors ? .vectors : .text)
    try text.write(to: &section, where: uses)
    if readsVectors { try vectors.encode(to: &section) }
  }

  /// Returns true if the model depends on a setting. Others are not in `config.json`.
  package func uses(_ key: String) -> Bool {
    switch key {
    case "standardize": readsVectors
    case "unit", "min_frequency", "max_vocabulary", "merges": !readsVectors
    default: model.encoder.uses(key)
    }
  }
}
