// SPDX-License-Identifier: Apache-2.0

import Inference
import Text

extension ClassifierCheckpoint {
  /// Returns the embeddings of the units of text, without those of special tokens. The table can be
  /// searched for words as the user writes them.
  ///
  /// - Throws: `NoEmbeddingsError` if the model reads vectors.
  public func embeddings() throws(NoEmbeddingsError) -> EmbeddingTable {
    guard let vocabulary, let table = model.encoder.tokens?.embedding else {
      throw NoEmbeddingsError(directory: files.directory, reason: .readsVectors)
    }
    return EmbeddingTable(
      vocabulary, parameters[table.weight], settings.text.unit, codec: codec)
  }
}

extension LabellerCheckpoint {
  /// Returns the embeddings of tokens, without those of special tokens.
  ///
  /// - Throws: `NoEmbeddingsError` if the model reads vectors.
  public func embeddings() throws(NoEmbeddingsError) -> EmbeddingTable {
    guard let vocabulary, let table = model.encoder.tokens?.embedding else {
      throw NoEmbeddingsError(directory: files.directory, reason: .readsVectors)
    }
    return EmbeddingTable(vocabulary, parameters[table.weight])
  }

  /// Returns the embeddings of the characters that tokens consist of.
  ///
  /// - Throws: `NoEmbeddingsError` if the model does not read them.
  public func characterEmbeddings() throws(NoEmbeddingsError) -> EmbeddingTable {
    guard let characters, let table = model.encoder.characters?.embedding else {
      throw NoEmbeddingsError(directory: files.directory, reason: .readsNoCharacters)
    }
    return EmbeddingTable(
      characters, parameters[table.weight],
      reading: { word in
        let units = TokenEncoder.characterSplitter().units(of: word)
        return WrittenWord(
          spelling: word, tokens: [word],
          units: units.allSatisfy { characters.id(of: $0) != nil } ? units : [])
      })
  }
}
