// SPDX-License-Identifier: Apache-2.0

import Compute
public import Layers

/// The architecture and sizes of a language model. Each kind of model uses some of the settings.
public struct LanguageModelConfiguration: Sendable, Equatable {
  public var kind = LanguageModelKind.recurrent
  /// For a window model, the number of tokens before the predicted one that it looks at; for an
  /// n-gram model, the number of tokens in the longest n-grams.
  public var order = 5
  /// The size of the vocabulary, including the special tokens.
  public var vocabularySize: Int
  /// E: the length of a token's embedding. In a window model, 0 gives each token a one-hot vector
  /// instead.
  public var embeddingSize: Int
  /// H: the length of the hidden and cell states, or of a window model's hidden layer, which it
  /// does not have with 0.
  public var hiddenSize: Int
  public var layers: Int
  /// The dropout rate of embeddings and between layers, and of a window model's hidden layer, in
  /// `[0, 1)`.
  public var dropout: Float
  /// The dropout rate before the output layer, in `[0, 1)`.
  public var outputDropout: Float

  public var cell = RecurrentCell.lstm
  /// True if layer normalization is applied to the products and the cell states (Ba, Kiros and
  /// Hinton 2016).
  public var layerNorm = false
  /// True if each layer except the first adds its input to its output.
  public var residual = false
  /// True if the embeddings are also the weights of the output layer, which needs E = H (Press and
  /// Wolf, "Using the output embedding to improve language models", 2017).
  public var tiedEmbeddings = false
  /// True if the dropout mask of a sequence is the same at all steps of a window (Gal and
  /// Ghahramani, "A theoretically grounded application of dropout in recurrent neural networks",
  /// 2016).
  public var variationalDropout = false
  /// The probability of dropping the whole embedding of a token in training, in `[0, 1)`.
  public var wordDropout: Float = 0
  /// True if training does not change the embeddings.
  public var frozenEmbeddings = false
  /// True if the state before the first token is learned; otherwise it is zero.
  public var learnedInitialState = false

  public init(
    vocabularySize: Int, embeddingSize: Int = 256, hiddenSize: Int = 512, layers: Int = 1,
    dropout: Float = 0, outputDropout: Float = 0
  ) {
    self.vocabularySize = vocabularySize
    self.embeddingSize = embeddingSize
    self.hiddenSize = hiddenSize
    self.layers = layers
    self.dropout = dropout
    self.outputDropout = outputDropout
  }

  var stack: StackConfiguration {
    StackConfiguration(
      cell: cell, layerNorm: layerNorm, layers: layers, hiddenSize: hiddenSize,
      residual: residual, dropout: dropout, variationalDropout: variationalDropout,
      wordDropout: wordDropout)
  }

  /// The number of trained parameters, 0 for an n-gram model; the sizes must be in their ranges.
  package var parameterCount: Int {
    switch kind {
    case .recurrent: LanguageModel(self).layout.parameterCount
    case .window: WindowModelConfiguration(self).parameterCount
    case .ngram: 0
    }
  }
}
