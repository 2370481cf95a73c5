// SPDX-License-Identifier: Apache-2.0

import Layers

extension ModelConfiguration: Codable {
  package enum CodingKeys: String, CodingKey {
    case sourceVocabularySize = "source_vocabulary_size"
    case targetVocabularySize = "target_vocabulary_size"
    case embeddingSize = "embedding_size"
    case hiddenSize = "hidden_size"
    case layers, dropout
    case outputDropout = "output_dropout"
    case cell
    case layerNorm = "layer_norm"
    case bidirectional, residual
    case decoderInitialization = "decoder_init"
    case attention
    case inputFeeding = "input_feeding"
    case tiedEmbeddings = "tie_embeddings"
    case variationalDropout = "variational_dropout"
    case wordDropout = "word_dropout"
  }

  /// Missing keys, as in older checkpoints, take their defaults.
  public init(from decoder: any Swift.Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func optional<Value: Decodable>(_ key: CodingKeys, _ value: inout Value) throws {
      value = try container.decodeIfPresent(Value.self, forKey: key) ?? value
    }
    self.init(
      sourceVocabularySize: try container.decode(Int.self, forKey: .sourceVocabularySize),
      targetVocabularySize: try container.decode(Int.self, forKey: .targetVocabularySize),
      embeddingSize: try container.decode(Int.self, forKey: .embeddingSize),
      hiddenSize: try container.decode(Int.self, forKey: .hiddenSize),
      layers: try container.decode(Int.self, forKey: .layers),
      dropout: try container.decode(Float.self, forKey: .dropout))
    try optional(.outputDropout, &outputDropout)
    try optional(.cell, &cell)
    try optional(.layerNorm, &layerNorm)
    try optional(.bidirectional, &bidirectional)
    try optional(.residual, &residual)
    try optional(.decoderInitialization, &decoderInitialization)
    try optional(.attention, &attention)
    try optional(.inputFeeding, &inputFeeding)
    try optional(.tiedEmbeddings, &tiedEmbeddings)
    try optional(.variationalDropout, &variationalDropout)
    try optional(.wordDropout, &wordDropout)
  }

  /// Omits the additions to the plain model that are not used, so that older programs can read the
  /// rest.
  public func encode(to encoder: any Swift.Encoder) throws {
    let plain = ModelConfiguration(
      sourceVocabularySize: sourceVocabularySize, targetVocabularySize: targetVocabularySize)
    var container = encoder.container(keyedBy: CodingKeys.self)
    func addition<Value: Encodable & Equatable>(
      _ key: CodingKeys, _ path: KeyPath<ModelConfiguration, Value>
    ) throws {
      guard self[keyPath: path] != plain[keyPath: path] else { return }
      try container.encode(self[keyPath: path], forKey: key)
    }
    try container.encode(sourceVocabularySize, forKey: .sourceVocabularySize)
    try container.encode(targetVocabularySize, forKey: .targetVocabularySize)
    try container.encode(embeddingSize, forKey: .embeddingSize)
    try container.encode(hiddenSize, forKey: .hiddenSize)
    try container.encode(layers, forKey: .layers)
    try container.encode(dropout, forKey: .dropout)
    try container.encode(outputDropout, forKey: .outputDropout)
    try addition(.cell, \.cell)
    try addition(.layerNorm, \.layerNorm)
    try addition(.bidirectional, \.bidirectional)
    try addition(.residual, \.residual)
    try addition(.decoderInitialization, \.decoderInitialization)
    try addition(.attention, \.attention)
    try addition(.inputFeeding, \.inputFeeding)
    try addition(.tiedEmbeddings, \.tiedEmbeddings)
    try addition(.variationalDropout, \.variationalDropout)
    try addition(.wordDropout, \.wordDropout)
  }
}
