// SPDX-License-Identifier: Apache-2.0

public import Layers

/// The shape of an encoder–decoder.
public struct ModelConfiguration: Sendable, Equatable {
  /// Words of the source vocabulary, special tokens included.
  public var sourceVocabularySize: Int
  public var targetVocabularySize: Int
  /// E: the length of a word's vector, on both sides.
  public var embeddingSize: Int
  /// H: the length of hidden and cell state, on both sides.
  public var hiddenSize: Int
  /// Recurrent layers of the encoder, and of the decoder.
  public var layers: Int
  /// The probability that training drops an element of embeddings and between layers. In `[0, 1)`.
  public var dropout: Float
  /// The same before the output layer, which learns more slowly with it.
  public var outputDropout: Float

  public var cell = RecurrentCell.lstm
  /// Whether the products and the cell states are normalized (Ba, Kiros and Hinton 2016).
  public var layerNorm = false
  public var bidirectional = BidirectionalLayers.none
  /// Whether each layer but the first adds its input to its output.
  public var residual = false
  public var decoderInitialization = DecoderInitialization.copy
  public var attention = AttentionKind.none
  /// Whether what attention found at one step is part of the decoder's input at the next (Luong, Pham
  /// and Manning 2015, section 3.3). The steps cannot share products then.
  public var inputFeeding = false
  public var tiedEmbeddings = TiedEmbeddings.none
  /// Whether a sentence keeps its dropout masks over time (Gal and Ghahramani, "A theoretically grounded
  /// application of dropout in recurrent neural networks", 2016).
  public var variationalDropout = false
  /// The probability that training drops the whole vector of a word, on both sides. In `[0, 1)`.
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

  /// Whether it is an LSTM encoder–decoder without additions.
  public var isPlain: Bool {
    self
      == ModelConfiguration(
        sourceVocabularySize: sourceVocabularySize, targetVocabularySize: targetVocabularySize,
        embeddingSize: embeddingSize, hiddenSize: hiddenSize, layers: layers, dropout: dropout,
        outputDropout: outputDropout)
  }
}
