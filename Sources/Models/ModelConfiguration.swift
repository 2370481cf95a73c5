// SPDX-License-Identifier: Apache-2.0

/// The shape of an encoder–decoder.
public struct ModelConfiguration: Codable, Sendable, Equatable {
  /// Words of the source vocabulary, special tokens included.
  public var sourceVocabularySize: Int
  public var targetVocabularySize: Int
  /// E: the length of a word's vector, on both sides.
  public var embeddingSize: Int
  /// H: the length of hidden and cell state, on both sides.
  public var hiddenSize: Int
  /// LSTM layers of the encoder, and of the decoder.
  public var layers: Int
  /// The probability that training drops an element of embeddings and between layers. In `[0, 1)`.
  public var dropout: Float
  /// The same before the output layer, which learns more slowly with it.
  public var outputDropout: Float

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

  private enum CodingKeys: String, CodingKey {
    case sourceVocabularySize = "source_vocabulary_size"
    case targetVocabularySize = "target_vocabulary_size"
    case embeddingSize = "embedding_size"
    case hiddenSize = "hidden_size"
    case layers, dropout
    case outputDropout = "output_dropout"
  }
}

extension ModelConfiguration {
  /// Without `output_dropout`, which older checkpoints lack, it is 0.
  public init(from decoder: any Swift.Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      sourceVocabularySize: try container.decode(Int.self, forKey: .sourceVocabularySize),
      targetVocabularySize: try container.decode(Int.self, forKey: .targetVocabularySize),
      embeddingSize: try container.decode(Int.self, forKey: .embeddingSize),
      hiddenSize: try container.decode(Int.self, forKey: .hiddenSize),
      layers: try container.decode(Int.self, forKey: .layers),
      dropout: try container.decode(Float.self, forKey: .dropout),
      outputDropout: try container.decodeIfPresent(Float.self, forKey: .outputDropout) ?? 0)
  }
}

// MARK: - Work

extension ModelConfiguration {
  /// The multiply-adds of the forward pass for a source token, in matrix products.
  package var multiplyAddsPerSourceToken: Int {
    let later = (layers - 1) * (hiddenSize + hiddenSize)
    return (embeddingSize + hiddenSize + later) * 4 * hiddenSize
  }

  /// The same for a target token: the output layer comes on top.
  package var multiplyAddsPerTargetToken: Int {
    multiplyAddsPerSourceToken + hiddenSize * targetVocabularySize
  }
}

// MARK: - Limits

extension ModelConfiguration {
  /// The first value that no model can have.
  package var impossibleValue: InvalidValue? {
    let sizes: [(CodingKeys, Int?, ClosedRange<Int>)] = [
      (.sourceVocabularySize, sourceVocabularySize, Limits.vocabularySize),
      (.targetVocabularySize, targetVocabularySize, Limits.vocabularySize),
      (.embeddingSize, embeddingSize, Limits.embeddingSize),
      (.hiddenSize, hiddenSize, Limits.hiddenSize), (.layers, layers, Limits.layers),
    ]
    if let invalid = firstOutOfRange(sizes) { return invalid }
    for (key, rate) in [(CodingKeys.dropout, dropout), (.outputDropout, outputDropout)]
    where !(rate >= 0 && rate < 1) {
      return (key.rawValue, "\(rate)", "at least 0 and below 1")
    }
    return excessiveSize
  }

  /// The number of trained parameters, for sizes that are each in their range.
  package var parameterCount: Int {
    let laterLayers = (layers - 1) * 2 * hiddenSize
    let stack = (embeddingSize + hiddenSize + laterLayers + layers) * 4 * hiddenSize
    return embeddingParameters + 2 * stack + (hiddenSize + 1) * targetVocabularySize
  }

  private var embeddingParameters: Int {
    (sourceVocabularySize + targetVocabularySize) * embeddingSize
  }

  /// The size to blame where the model would have too many parameters.
  private var excessiveSize: InvalidValue? {
    let count = parameterCount
    guard !Limits.parameters.contains(count) else { return nil }
    let (key, size) =
      embeddingParameters > count / 2
      ? (CodingKeys.embeddingSize, embeddingSize) : (.hiddenSize, hiddenSize)
    let limit = Limits.parameters.upperBound
    return (
      key.rawValue, "\(size)",
      "less: the model would have \(count) parameters, and may have \(limit)"
    )
  }
}
