// SPDX-License-Identifier: Apache-2.0

/// The sizes of a window model.
public struct WindowModelConfiguration: Sendable, Equatable, Codable {
  /// V: the size of the vocabulary, including the special tokens.
  public var vocabularySize: Int
  /// m: the number of tokens before the predicted one that the model looks at.
  public var contextSize: Int
  /// E: the length of a token's embedding. 0 gives each token a one-hot vector of length V instead.
  public var embeddingSize: Int
  /// H: the length of the hidden layer. 0 leaves it out.
  public var hiddenSize: Int
  /// The dropout rate of the embeddings and of the hidden layer, in `[0, 1)`.
  public var dropout: Float

  public init(
    vocabularySize: Int, contextSize: Int, embeddingSize: Int, hiddenSize: Int, dropout: Float = 0
  ) {
    self.vocabularySize = vocabularySize
    self.contextSize = contextSize
    self.embeddingSize = embeddingSize
    self.hiddenSize = hiddenSize
    self.dropout = dropout
  }

  package enum CodingKeys: String, CodingKey {
    case vocabularySize = "vocabulary_size"
    case contextSize = "context_size"
    case embeddingSize = "embedding_size"
    case hiddenSize = "hidden_size"
    case dropout
  }
}

extension WindowModelConfiguration {
  /// m · E, or m · V with one-hot vectors: the length of what the first layer sees.
  var inputSize: Int {
    contextSize * (embeddingSize > 0 ? embeddingSize : vocabularySize)
  }

  /// The number of trained parameters; each value must be in its range.
  package var parameterCount: Int {
    let outputInputs = hiddenSize > 0 ? hiddenSize : inputSize
    return vocabularySize * embeddingSize + (inputSize + 1) * hiddenSize
      + (outputInputs + 1) * vocabularySize
  }
}
