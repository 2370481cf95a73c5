// SPDX-License-Identifier: Apache-2.0

import Compute
import Inference
import Layers
import Models
import Subwords
import Text

extension Checkpoint {
  /// A side of a translator.
  public enum Side: String, Sendable, CaseIterable {
    case source, target
  }

  /// Returns the embeddings of the words on one side: those of the encoder or of the decoder.
  /// Special tokens are left out, because they are not words. The table can be searched for words
  /// as the user writes them.
  public func embeddings(_ side: Side) -> EmbeddingTable {
    let (codec, tokenizer, weight) =
      switch side {
      case .source:
        (sourceCodec, configuration.sourceTokenizer, model.encoder.embedding.weight)
      case .target:
        (targetCodec, configuration.targetTokenizer, model.decoder.embedding.weight)
      }
    return EmbeddingTable(
      codec.vocabulary, parameters[weight], spelling: { Tokenizer.detokenize([$0]) },
      reading: { WrittenWord($0, tokenizer, codec) })
  }
}

extension WrittenWord {
  /// Tokenizes a word with the settings of one side of a checkpoint.
  fileprivate init(_ word: String, _ configuration: TokenizerConfiguration, _ codec: TokenCodec) {
    guard let tokenizer = try? Tokenizer(configuration) else {
      self.init(spelling: word, tokens: [word])
      return
    }
    let tokens = tokenizer.tokenize(word)
    let ids = codec.encode(tokens).ids
    self.init(
      spelling: Tokenizer.detokenize(tokens), tokens: tokens,
      units: ids.contains(Vocabulary.Special.unknown) ? [] : codec.vocabulary.tokens(of: ids))
  }
}
