// SPDX-License-Identifier: Apache-2.0

/// The sizes of a window model.
package struct WindowModelConfiguration: Sendable, Equatable {
  /// V: the size of the vocabulary, including the special tokens.
  package var vocabularySize: Int
  /// m: the number of tokens before the predicted one that the model looks at.
  package var contextSize: Int
  /// E: the length of a token's embedding. 0 gives each token a one-hot vector of length V instead.
  package var embeddingSize: Int
  /// H: the length of the hidden layer. 0 leaves it out.
  package var hiddenSize: Int
  /// The dropout rate of the embeddings and of the hidden layer, in `[0, 1)`.
  package var dropout: Float
  /// True if training does not change the embeddings.
  package var frozenEmbeddings = false

  package init(
    vocabularySize: Int, contextSize: Int, embeddingSize: Int, hiddenSize: Int, dropout: Float = 0
  ) {
    self.vocabularySize = vocabularySize
    self.contextSize = contextSize
    self.embeddingSize = embeddingSize
    self.hiddenSize = hiddenSize
    self.dropout = dropout
  }

  package init(_ configuration: LanguageModelConfiguration) {
    self.init(
      vocabularySize: configuration.vocabularySize, contextSize: configuration.order,
      embeddingSize: configuration.embeddingSize, hiddenSize: configuration.hiddenSize,
      dropout: configuration.dropout)
    frozenEmbeddings = configuration.frozenEmbeddings
  }
}

extension WindowModelConfiguration {
  /// m · E, or m · V with one-hot vectors: the length of what the first layer sees.
  package var inputSize: Int {
    contextSize * (embeddingSize > 0 ? embeddingSize : vocabularySize)
  }

  /// The number of bytes that one-hot vectors for `tokens` predictions take; 0 with embeddings.
  package func oneHotBytes(predicting tokens: Int) -> Int {
    embeddingSize > 0 ? 0 : 4 * inputSize * tokens
  }

  /// The number of trained parameters; each value must be in its range.
  package var parameterCount: Int {
    let outputInputs = hiddenSize > 0 ? hiddenSize : inputSize
    return vocabularySize * embeddingSize + (inputSize + 1) * hiddenSize
      + (outputInputs + 1) * vocabularySize
  }
}
