// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import Models
import Text

extension Checkpoint {
  /// A language of a translator.
  public enum Side: String, Sendable, CaseIterable {
    case source, target
  }

  /// The vectors of the words of one side: of the encoder's embedding, or the decoder's. The special
  /// tokens, which are no words, are left out.
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

  /// How the vocabulary of a side spells a word: with `'` for `’` where its text is normalized. The case
  /// of letters stays.
  public func spelling(of word: String, _ side: Side) -> String {
    let tokenizer =
      side == .source ? configuration.sourceTokenizer : configuration.targetTokenizer
    return tokenizer.normalization == .none ? word : tokenizer.normalization.normalized(word)
  }
}
