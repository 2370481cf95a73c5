// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import Models

extension Checkpoint {
  /// A side of a translator.
  public enum Side: String, Sendable, CaseIterable {
    case source, target
  }

  /// Returns the embeddings of the words on one side: those of the encoder or of the decoder. The
  /// special tokens are left out, because they are not words.
  public func embeddings(_ side: Side) -> EmbeddingTable {
    let (vocabulary, weight) =
      switch side {
      case .source: (sourceVocabulary, model.encoder.embedding.weight)
      case .target: (targetVocabulary, model.decoder.embedding.weight)
      }
    let ids = Int32(Vocabulary.Special.tokens.count)..<Int32(vocabulary.count)
    let matrix = parameters[weight].rows(Int(ids.lowerBound)..<Int(ids.upperBound))
    return EmbeddingTable(
      words: ids.map { vocabulary[$0] }, counts: ids.map { vocabulary.frequency(of: $0) },
      dimension: matrix.columns, vectors: matrix.elements)
  }
}
