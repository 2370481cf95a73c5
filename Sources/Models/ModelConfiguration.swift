// SPDX-License-Identifier: Apache-2.0

public import Layers

/// The architecture and sizes of an encoder–decoder.
public struct ModelConfiguration: Sendable, Equatable {
  /// The sizes of the source and target vocabularies, including the special tokens.
  public var sourceVocabularySize: Int
  public var targetVocabularySize: Int
  /// E: the length of a word embedding, on both sides.
  public var embeddingSize: Int
  /// H: the length of the hidden and cell states, on both sides.
  public var hiddenSize: Int
  /// The number of recurrent layers in the encoder, and in the decoder.
  public var layers: Int
  /// The dropout rate of embeddings and between layers, in `[0, 1)`.
  public var dropout: Float
  /// The dropout rate before the output layer, in `[0, 1)`. It slows down the learning of that
  /// layer.
  public var outputDropout: Float

  public var cell = RecurrentCell.lstm
  /// True if layer normalization is applied to the products and the cell states (Ba, Kiros and
  /// Hinton 2016).
  public var layerNorm = false
  public var bidirectional = BidirectionalLayers.none
  /// True if each layer except the first adds its input to its output.
  public var residual = false
  /// True if the encoder's recurrent layers are also the decoder's: one recurrence reads the source
  /// and goes on to write the target.
  public var sharedWeights = false
  public var decoderInitialization = DecoderInitialization.copy
  public var attention = AttentionKind.none
  /// True if the attentional vector of each step is part of the decoder's input at the next (Luong,
  /// Pham and Manning 2015, section 3.3). Training is slower, because the steps cannot share matrix
  /// products.
  public var inputFeeding = false
  public var tiedEmbeddings = TiedEmbeddings.none
  public var frozenEmbeddings = FrozenEmbeddings.none
  /// True if the dropout mask of a sentence is the same at all steps (Gal and Ghahramani, "A
  /// theoretically grounded application of dropout in recurrent neural networks", 2016).
  public var variationalDropout = false
  /// The probability of dropping the whole embedding of a word in training, on both sides, in
  /// `[0, 1)`.
  public var wordDropout: Float = 0

  public init(
    sourceVocabularySize: Int, targetVocabularySize: Int, embeddingSize: Int = 256,
    hiddenSize: Int = 512, layers: Int = 2, dropout: Float = 0.3,
    outputDropout: Float = 0
  ) {
    self.sourceVocabularySize = sourceVocabularySize
    self.targetVocabularySize = targetVocabularySize
    self.embeddingSize = embeddingSize
    self.hiddenSize = hiddenSize
    self.layers = layers
    self.dropout = dropout
    self.outputDropout = outputDropout
  }

  /// True for an LSTM encoder–decoder without additions.
  public var isPlain: Bool {
    self
      == ModelConfiguration(
        sourceVocabularySize: sourceVocabularySize, targetVocabularySize: targetVocabularySize,
        embeddingSize: embeddingSize, hiddenSize: hiddenSize, layers: layers, dropout: dropout,
        outputDropout: outputDropout)
  }
}
