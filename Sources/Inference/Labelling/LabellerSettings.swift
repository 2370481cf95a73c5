// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
public import Models
import Text

/// Settings for reading tokens with labels.
public struct LabelledTokensConfiguration: Equatable, Sendable {
  /// True if the model reads the characters of each token besides the token itself.
  public var characters = true
  /// The minimum count of a token in the vocabulary.
  public var minimumFrequency = 2
  /// The maximum number of tokens in the vocabulary, without the special ones.
  public var maximumVocabulary = 32_000
  /// The maximum number of tokens in a sequence; longer sequences are left out in training.
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
public struct LabellerSettings: Codable, Equatable, Sendable {
  public var model = LabellerConfiguration()
  public var tokens = LabelledTokensConfiguration()
  /// The ICU version that divided the tokens into characters.
  public var icuVersion = ICU.version

  /// Creates the settings of a new run; the sizes are filled in once the tokens have been read.
  package init() { model.encoder.vocabularySize = Vocabulary.Special.tokens.count }

  private enum CodingKeys: String, CodingKey {
    case model, tokens
    case icuVersion = "icu_version"
  }

  /// The name of the task in `config.json`.
  package static let task = "labeller"
}
