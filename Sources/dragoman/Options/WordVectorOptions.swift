// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Models

/// Embeddings to start from, of a model with one vocabulary.
struct WordVectorOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Start from the embeddings in a text file in the format of word2vec, fastText or GloVe: a word and its \
      vector on each line. Embeddings of other words are random (default: all are random).
      """, valueName: "file"))
  var embeddings: String?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Do not train these embeddings or the random ones for other words (default: --no-freeze-embeddings).
      """)
  var freezeEmbeddings: Bool?

  /// The option that needs a vocabulary, if it is given.
  var inUse: [String] { embeddings == nil ? [] : ["--embeddings"] }
}

/// Embeddings to start from, of a translator.
struct TranslationVectorOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Start from the source embeddings in a text file in the format of word2vec, fastText or GloVe: a word and \
      its vector on each line. Embeddings of other words are random (default: all are random).
      """, valueName: "file"))
  var sourceEmbeddings: String?

  @Option(help: ArgumentHelp("The same for the target.", valueName: "file"))
  var targetEmbeddings: String?

  @Option(
    help: ArgumentHelp(
      """
      Embeddings that are not trained, including the random ones for other words: none, source, target or all \
      (default: none).
      """,
      valueName: "tables"))
  var freezeEmbeddings: FrozenEmbeddings?
}

extension FrozenEmbeddings: ExpressibleByArgument {}
