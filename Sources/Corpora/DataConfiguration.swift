// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
public import Text

/// Settings for building vocabularies and encoding a corpus as ids.
public struct DataConfiguration: Codable, Sendable, Equatable {
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
  public var jointSubwords: Bool {
    get { isJoint ?? false }
    set { isJoint = newValue ? true : nil }
  }
  /// The probability of skipping a merge in training (BPE dropout), in `[0, 1)`.
  public var subwordDropout: Float {
    get { dropout ?? 0 }
    set { dropout = newValue == 0 ? nil : newValue }
  }
  /// The vocabularies that were given instead of built from the training text; nil if both were
  /// built.
  public var givenVocabularies: GivenVocabularies?
  /// Nil at its default, so that `config.json` does not mention it; so is `dropout`.
  private var isJoint: Bool?
  private var dropout: Float?

  public enum GivenVocabularies: String, Codable, Sendable {
    case source, target, both
  }

  public init() {}

  private enum CodingKeys: String, CodingKey {
    case minimumFrequency = "min_frequency"
    case maximumVocabulary = "max_vocabulary"
    case maximumLength = "max_length"
    case subwordMerges = "subwords"
    case givenVocabularies = "given_vocabularies"
    case isJoint = "joint_subwords"
    case dropout = "bpe_dropout"
  }

  /// The first value that is out of range.
  public var invalidValue: InvalidValue? {
    let counts: [(CodingKeys, Int?, ClosedRange<Int>)] = [
      (.minimumFrequency, minimumFrequency, Limits.wordFrequency),
      (.maximumVocabulary, maximumVocabulary, Limits.vocabularyWords),
      (.maximumLength, maximumLength, Limits.sentenceLength),
      (.subwordMerges, subwordMerges, Limits.merges),
    ]
    if let invalid = firstOutOfRange(counts) { return invalid }
    guard subwordDropout >= 0 && subwordDropout < 1 else {
      return (CodingKeys.dropout.rawValue, "\(subwordDropout)", "at least 0 and below 1")
    }
    return nil
  }
}

/// The origin of a vocabulary.
public enum VocabularySource: Sendable {
  /// Built from the words of the training text, within the limits of `DataConfiguration`.
  case corpus
  case vocabulary(Vocabulary)
}
