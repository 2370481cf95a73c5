// SPDX-License-Identifier: Apache-2.0

import Inference

extension GeneratorCheckpoint {
  /// Returns the embeddings of the units of text, without those of special tokens. The table can be
  /// searched for words as the user writes them.
  public func embeddings() -> EmbeddingTable {
    EmbeddingTable(
      vocabulary, parameters[model.decoder.embedding.weight], settings.text.unit, codec: codec)
  }
}
