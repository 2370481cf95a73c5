// SPDX-License-Identifier: Apache-2.0

public import Models

/// How a corpus becomes vocabularies and ids.
public struct DataConfiguration: Codable, Sendable, Equatable {
  /// How often a word must occur to enter the vocabulary.
  public var minimumFrequency = 2
  /// Words of a vocabulary at most, the special tokens not counted.
  public var maximumVocabulary = 32_000
  /// Pairs with more words on a side are left out.
  public var maximumLength = 100
  /// Merges of byte-pair encoding that are learned from the training text: of each side by itself, or
  /// of both together. Nil where vocabularies hold words, and where the merges are given.
  public var subwordMerges: Int?
  /// Whether both sides have the same merges and one vocabulary.
  public var jointSubwords: Bool {
    get { isJoint ?? false }
    set { isJoint = newValue ? true : nil }
  }
  /// The probability that training leaves a merge out, in `[0, 1)`.
  public var subwordDropout: Float {
    get { dropout ?? 0 }
    set { dropout = newValue == 0 ? nil : newValue }
  }
  /// Which vocabularies were given, and not made by the rules above from the training text; nil for none.
  public var givenVocabularies: GivenVocabularies?
  /// Written only where they say something.
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

  /// The first value out of its range.
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
