// SPDX-License-Identifier: Apache-2.0

/// The ranges of all that is counted: the upper ends are far beyond what is useful, and low enough
/// that no product of two counts overflows.
public enum Limits {
  public static let embeddingSize = 1...65_536
  public static let hiddenSize = 1...65_536
  /// Dropout tells at most 512 layers a side apart.
  public static let layers = 1...256
  /// Words of a vocabulary, the special tokens included.
  public static let vocabularySize = 1...1 << 24
  /// What training holds of a model in 2^40 bytes: weight, gradient and two moments of four bytes
  /// for each parameter.
  public static let parameters = 1...1 << 36

  public static let batchSize = 1...65_536
  /// Of both sides together.
  public static let batchTokens = 1...100_000_000
  /// Sets of weights that make one together.
  public static let averagedWeights = 2...1000
  public static let threads = 1...1024
  /// Hypotheses of a sentence.
  public static let beamSize = 1...1000
  /// Words of a sentence, read or written.
  public static let sentenceLength = 1...20_000
  public static let epochs = 1...1_000_000
  /// Of training, and between two of its entries or savings.
  public static let steps = 1...1_000_000_000

  /// The standard deviation of initial embeddings at most.
  package static let embeddingDeviation: Float = 1e6

  public static let wordFrequency = 1...1_000_000_000
  /// Words of a vocabulary, the special tokens not counted.
  public static let vocabularyWords = 1...10_000_000
  /// Merges of byte-pair encoding.
  public static let merges = 0...10_000_000
}

/// A value out of its range: its key in `config.json`, and what it must be.
public typealias InvalidValue = (key: String, found: String, expected: String)

/// The first of the counts, where there is one, that is out of its range.
package func firstOutOfRange<Key: CodingKey>(
  _ counts: [(key: Key, count: Int?, range: ClosedRange<Int>)]
) -> InvalidValue? {
  for case (let key, let count?, let range) in counts where !range.contains(count) {
    return (key.stringValue, "\(count)", expectation(of: range))
  }
  return nil
}

/// What a count in `range` must be.
package func expectation(of range: ClosedRange<Int>) -> String {
  "from \(range.lowerBound) to \(range.upperBound)"
}
