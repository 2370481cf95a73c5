// SPDX-License-Identifier: Apache-2.0

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

  /// The first value out of its range: its key in `config.json`, and what it must be.
  public var invalidValue: (key: String, found: String, expected: String)? {
    for (key, value) in [
      (CodingKeys.minimumFrequency, minimumFrequency), (.maximumVocabulary, maximumVocabulary),
      (.maximumLength, maximumLength),
    ] where value < 1 {
      return (key.rawValue, "\(value)", "at least 1")
    }
    return nil
  }
}
