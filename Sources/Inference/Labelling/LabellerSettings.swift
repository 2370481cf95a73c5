// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
public import Corpora
public import Models
import Text

/// Settings for reading tokens with labels, of which the last three also apply to vectors.
public struct LabelledTokensConfiguration: Equatable, Sendable {
  /// True if the model reads the characters of each token besides the token itself.
  public var characters = true
  /// The minimum count of a token in the vocabulary.
  public var minimumFrequency = 2
  /// The maximum number of tokens in the vocabulary, without the special ones.
  public var maximumVocabulary = 32_000
  /// The maximum number of tokens or vectors in a sequence; longer ones are left out in training.
  public var maximumLength = 1000
  /// The number of steps in the windows of a text that is one long sequence: the sequences of the
  /// files, one after another. The state is carried from window to window, and the gradient does not
  /// go back further. 0 if each sequence is read whole.
  public var window = 0
  /// The share of the sequences, drawn at random, that is the dev set if none is given; 0 for none.
  public var developmentShare: Float = 0.1

  public init() {}
}

extension LabelledTokensConfiguration: Configurable {
  public init(from decoder: any Swift.Decoder) throws {
    try self.init(readingFrom: decoder.container(keyedBy: NamedKey.self))
  }

  public func encode(to encoder: any Swift.Encoder) throws {
    var container = encoder.container(keyedBy: NamedKey.self)
    try write(to: &container)
  }

  package static let settings: [Setting<LabelledTokensConfiguration>] = [
    Setting("characters", \.characters, .written, .fixed(.weights)),
    Setting(
      "min_frequency", \.minimumFrequency, .written, .fixed(.vocabularies),
      .within(Limits.wordFrequency)),
    Setting(
      "max_vocabulary", \.maximumVocabulary, .written, .fixed(.vocabularies),
      .within(Limits.vocabularyWords)),
    Setting(
      "max_length", \.maximumLength, .written, .fixed(.orderOfData), .within(Limits.sentenceLength)),
    Setting(
      "window", \.window, .written, .fixed(.orderOfData),
      .within(0...Limits.sentenceLength.upperBound)),
    Setting("dev_share", \.developmentShare, .written, .fixed(.orderOfData), .rate),
  ]
}

/// The part of a labeller's `config.json` that its users need.
public struct LabellerSettings: Equatable, Sendable {
  public var model = LabellerConfiguration()
  /// The settings for tokens, some of which also apply to vectors.
  public var tokens = LabelledTokensConfiguration()
  /// The settings for vectors, if the model reads them.
  public var vectors = VectorConfiguration()
  /// The ICU version that divided the tokens into characters.
  public var icuVersion = ICU.version

  /// Creates the settings of a new run; the sizes are filled in once the data have been read.
  package init() { model.encoder.vocabularySize = Vocabulary.Special.tokens.count }

  /// True if the model reads sequences of vectors, false if it reads tokens.
  public var readsVectors: Bool { model.encoder.vectorSize > 0 }

  /// The name of the task in `config.json`.
  package static let task = "labeller"
}

extension LabellerSettings: Codable {
  private enum CodingKeys: String, CodingKey {
    case model, tokens, vectors
    case icuVersion = "icu_version"
  }

  public init(from decoder: any Swift.Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    model = try container.decode(LabellerConfiguration.self, forKey: .model)
    icuVersion = try container.decode(String.self, forKey: .icuVersion)
    let section = try container.nestedContainer(
      keyedBy: NamedKey.self, forKey: readsVectors ? .vectors : .tokens)
    tokens = try LabelledTokensConfiguration(readingFrom: section, where: uses)
    if readsVectors { vectors = try VectorConfiguration(from: section) }
  }

  public func encode(to encoder: any Swift.Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(model, forKey: .model)
    try container.encode(icuVersion, forKey: .icuVersion)
    var section = container.nestedContainer(
      keyedBy: NamedKey.self, forKey: readsVectors ? .vectors : .tokens)
    try tokens.write(to: &section, where: uses)
    if readsVectors { try vectors.encode(to: &section) }
  }

  /// Returns true if the model depends on a setting. Others are not in `config.json`.
  package func uses(_ key: String) -> Bool {
    switch key {
    case "standardize": readsVectors
    case "characters", "min_frequency", "max_vocabulary": !readsVectors
    default: model.encoder.uses(key)
    }
  }
}
