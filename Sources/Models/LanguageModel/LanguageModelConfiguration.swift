// SPDX-License-Identifier: Apache-2.0

import Compute
public import Layers

/// The architecture and sizes of a recurrent language model (Mikolov et al., "Recurrent neural
/// network based language model", 2010).
public struct LanguageModelConfiguration: Sendable, Equatable {
  /// The size of the vocabulary, including the special tokens.
  public var vocabularySize: Int
  /// E: the length of a token's embedding.
  public var embeddingSize: Int
  /// H: the length of the hidden and cell states.
  public var hiddenSize: Int
  public var layers: Int
  /// The dropout rate of embeddings and between layers, in `[0, 1)`.
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

  /// The number of trained parameters; the sizes must be positive.
  package var parameterCount: Int { LanguageModel(self).layout.parameterCount }
}
