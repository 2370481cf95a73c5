// SPDX-License-Identifier: Apache-2.0

/// The valid ranges of all counts. The upper ends are far beyond any useful value, but low enough
/// that no product of two counts overflows.
public enum Limits {
  public static let embeddingSize = 1...65_536
  public static let hiddenSize = 1...65_536
  /// Each side of a model has random streams for fewer than 300 layers.
  public static let layers = 1...256
  /// The number of tokens that a window model looks at.
  public static let contextSize = 1...1000
  /// The number of bytes that the one-hot vectors of a batch take on each thread.
  package static let oneHotBytes = 0...1 << 31
  /// The size of a vocabulary, including the special tokens.
  public static let vocabularySize = 1...1 << 24
  /// At the limit, the weights, the gradient and two moments take 2^40 bytes, four bytes each.
  public static let parameters = 1...1 << 36

  public static let batchSize = 1...65_536
  /// The number of tokens in a batch, on both sides together.
  public static let batchTokens = 1...100_000_000
  /// The number of sets of weights in an average.
  public static let averagedWeights = 2...1000
  public static let threads = 1...1024
  /// The number of hypotheses of a sentence.
  public static let beamSize = 1...1000
  /// The number of words in a sentence, read or written.
  public static let sentenceLength = 1...20_000
  public static let epochs = 1...1_000_000
  /// The number of training steps, and of steps between two log entries or two saves.
  public static let steps = 1...1_000_000_000

  /// The maximum standard deviation of the initial embeddings.
  package static let embeddingDeviation: Float = 1e6

  public static let wordFrequency = 1...1_000_000_000
  /// The size of a vocabulary, without the special tokens.
  public static let vocabularyWords = 1...10_000_000
  /// The number of byte-pair merges.
  public static let merges = 0...10_000_000
}
