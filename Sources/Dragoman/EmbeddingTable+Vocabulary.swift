// SPDX-License-Identifier: Apache-2.0

import Compute
import Subwords
import Text

extension EmbeddingTable {
  /// Creates a table of the rows of `matrix`, `[V, E]`, without those of the special tokens.
  init(
    _ vocabulary: Vocabulary, _ matrix: MatrixView, spelling: (String) -> String = { $0 },
    reading: Reading? = nil
  ) {
    let ids = Int32(Vocabulary.Special.tokens.count)..<Int32(vocabulary.count)
    let words = ids.map { vocabulary[$0] }
    self.init(
      words: words, counts: ids.map { vocabulary.frequency(of: $0) }, dimension: matrix.columns,
      vectors: matrix.rows(Int(ids.lowerBound)..<Int(ids.upperBound)).elements,
      spellings: words.map(spelling), reading: reading)
  }

  /// Creates a table of the units of text. It can be searched for words as the user writes them;
  /// spaces and line ends can also be given by their escapes in the vocabulary.
  init(
    _ vocabulary: Vocabulary, _ matrix: MatrixView, _ unit: TextUnit,
    codec: @escaping @Sendable () throws -> TextCodec?
  ) {
    self.init(
      vocabulary, matrix, spelling: unit.spelling,
      reading: { word in
        (try? codec()).map { WrittenWord(word, $0) } ?? WrittenWord(spelling: word, tokens: [word])
      })
  }
}

extension WrittenWord {
  /// Divides a word into the units of a text.
  fileprivate init(_ word: String, _ codec: TextCodec) {
    let words = codec.words(of: word)
    let ids = codec.ids(ofWords: words)
    self.init(
      spelling: words.count == 1 ? codec.unit.spelling(of: words[0]) : word,
      tokens: codec.unit.isOfWords ? words : [word],
      units: ids.contains(Vocabulary.Special.unknown) ? [] : codec.vocabulary.tokens(of: ids))
  }
}

/// A request for embeddings that a model does not have.
public struct NoEmbeddingsError: Error, Equatable, Sendable {
  public enum Reason: Equatable, Sendable {
    /// An n-gram model.
    case countsNGrams
    /// A window model with one-hot vectors.
    case oneHotVectors
    /// A classifier or a labeller of vectors.
    case readsVectors
    /// A labeller that reads only whole tokens.
    case readsNoCharacters
  }

  /// The directory of the checkpoint.
  public let directory: String
  public let reason: Reason
}
