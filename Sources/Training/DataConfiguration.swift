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

  public init() {}

  private enum CodingKeys: String, CodingKey {
    case minimumFrequency = "min_frequency"
    case maximumVocabulary = "max_vocabulary"
    case maximumLength = "max_length"
  }

  /// The first value out of its range.
  public var invalidValue: InvalidValue? {
    let counts: [(CodingKeys, Int?, ClosedRange<Int>)] = [
      (.minimumFrequency, minimumFrequency, Limits.wordFrequency),
      (.maximumVocabulary, maximumVocabulary, Limits.vocabularyWords),
      (.maximumLength, maximumLength, Limits.sentenceLength),
    ]
    return firstOutOfRange(counts)
  }
}
