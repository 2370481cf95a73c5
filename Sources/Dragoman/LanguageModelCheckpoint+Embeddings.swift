// SPDX-License-Identifier: Apache-2.0

import Inference

extension LanguageModelCheckpoint {
  /// Returns the embeddings of the units of text. Special tokens are left out, because they are not
  /// text. The table can be searched for words as the user writes them; spaces and line ends can also
  /// be given by their escapes in the vocabulary.
  ///
  /// - Throws: `NoEmbeddingsError`.
  public func embeddings() throws(NoEmbeddingsError) -> EmbeddingTable {
    guard let embeddingMatrix else {
      throw NoEmbeddingsError(
        directory: files.directory,
        reason: settings.model.kind == .ngram ? .countsNGrams : .oneHotVectors)
    }
    return EmbeddingTable(vocabulary, embeddingMatrix, settings.text.unit, codec: codec)
  }
}
