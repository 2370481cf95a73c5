// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
public import Text

/// Settings for building vocabularies and encoding a corpus as ids.
public struct DataConfiguration: Equatable, Sendable {
  /// The minimum count of a word in the vocabulary.
  public var minimumFrequency = 2
  /// The maximum number of words in a vocabulary, without the special tokens.
  public var maximumVocabulary = 32_000
  /// The maximum number of words on either side of a pair; longer pairs are skipped.
  public var maximumLength = 100
  /// The number of byte-pair merges to learn from the training text, for each side or for both
  /// together. Nil if the vocabularies hold words, or if the merges are given.
  public var subwordMerges: Int?
  /// True if both sides share the merges and the vocabulary.
  public var jointSubwords = false
  /// The probability of skipping a merge in training (BPE dropout), in `[0, 1)`.
  public var subwordDropout: Float = 0
  /// True if the pairs are shuffled before each epoch; otherwise they keep the order of the text.
  public var shuffle = true
  /// The vocabularies that were given instead of built from the training text; nil if both were
  /// built.
  public var givenVocabularies: GivenVocabularies?

  public enum GivenVocabularies: String, Codable, Sendable, CaseIterable {
    case source, target, both
  }

  public init() {}
}

extension DataConfiguration.GivenVocabularies: SettingValue {}

extension DataConfiguration: Configurable {
  public init(from decoder: any Decoder) throws {
    try self.init(readingFrom: decoder.container(keyedBy: NamedKey.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: NamedKey.self)
    try write(to: &container)
  }

  package static let settings: [Setting<DataConfiguration>] = [
    Setting(
      "min_frequency", \.minimumFrequency, .required, .fixed(.vocabularies),
      .within(Limits.wordFrequency)),
    Setting(
      "max_vocabulary", \.maximumVocabulary, .required, .fixed(.vocabularies),
      .within(Limits.vocabularyWords)),
    Setting("subwords", \.subwordMerges, .added, .fixed(.vocabularies), .within(Limits.merges)),
    Setting("joint_subwords", \.jointSubwords, .added, .fixed(.vocabularies)),
    Setting(
      "max_length", \.maximumLength, .required, .changes, .within(Limits.sentenceLength)),
    Setting("bpe_dropout", \.subwordDropout, .added, .changes, .rate),
    Setting("shuffle", \.shuffle, .added, .fixed(.orderOfData)),
    Setting("given_vocabularies", \.givenVocabularies, .added, .changes, isGiven: false),
  ]
}

/// The origin of a vocabulary.
public enum VocabularySource: Sendable {
  /// Built from the words of the training text, within the limits of `DataConfiguration`.
  case corpus
  case vocabulary(Vocabulary)
}
