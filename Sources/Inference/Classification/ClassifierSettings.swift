// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
public import Models
public import Text

/// Settings for reading texts with labels.
public struct LabelledTextConfiguration: Equatable, Sendable {
  public var unit = TextUnit.character
  /// The minimum count of a unit in the vocabulary.
  public var minimumFrequency = 1
  /// The maximum number of units in the vocabulary, without the special tokens.
  public var maximumVocabulary = 32_000
  /// The number of byte-pair merges to learn if the units are subwords.
  public var merges = 8000
  /// The maximum number of units in a text; longer texts are left out in training.
  public var maximumLength = 1000
  /// The share of the texts, drawn at random, that is the dev set if none is given; 0 for none.
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
public struct ClassifierSettings: Codable, Equatable, Sendable {
  public var model = ClassifierConfiguration()
  public var text = LabelledTextConfiguration()
  public var tokenizer = TokenizerConfiguration(language: "und", normalization: .none)
  /// The ICU version that segmented the training text.
  public var icuVersion = ICU.version

  /// Creates the settings of a new run; the sizes are filled in once the texts have been read.
  package init() { model.encoder.vocabularySize = Vocabulary.Special.tokens.count }

  private enum CodingKeys: String, CodingKey {
    case model, text, tokenizer
    case icuVersion = "icu_version"
  }

  /// The name of the task in `config.json`.
  package static let task = "classifier"
}
