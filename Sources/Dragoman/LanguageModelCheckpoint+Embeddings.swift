// SPDX-License-Identifier: Apache-2.0

import Inference
import Models
import Subwords
import Text

/// A request for the embeddings of a language model that has none.
public struct NoEmbeddingsError: Error, Equatable, Sendable {
  /// The directory of the checkpoint.
  public let directory: String
  /// An n-gram model, or a window model with one-hot vectors.
  public let kind: LanguageModelKind
}

extension LanguageModelCheckpoint {
  /// Returns the embeddings of the units of text. Special tokens are left out, because they are not
  /// text. The table can be searched for words as the user writes them; spaces and line ends can also
  /// be given by their escapes in the vocabulary.
  ///
  /// - Throws: `NoEmbeddingsError`.
  public func embeddings() throws(NoEmbeddingsError) -> EmbeddingTable {
    guard let embeddingMatrix else {
      throw NoEmbeddingsError(directory: files.directory, kind: settings.model.kind)
    }
    let unit = settings.text.unit
    return EmbeddingTable(
      vocabulary, embeddingMatrix, spelling: unit.spelling,
      reading: { word in
        (try? codec()).map { WrittenWord(word, $0) } ?? WrittenWord(spelling: word, tokens: [word])
      })
  }
}

extension WrittenWord {
  /// Divides a word into the units of a language model.
  fileprivate init(_ word: String, _ codec: TextCodec) {
    let words = codec.words(of: word)
    let ids = codec.ids(ofWords: words)
    self.init(
      spelling: words.count == 1 ? codec.unit.spelling(of: words[0]) : word,
      tokens: codec.unit.isOfWords ? words : [word],
      units: ids.contains(Vocabulary.Special.unknown) ? [] : codec.vocabulary.tokens(of: ids))
  }
}
