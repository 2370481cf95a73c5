// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Dragoman
import Messages

struct ExportCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case projector, word2vec
  }

  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the word vectors in the formats of other tools.",
    discussion: """
      'projector' writes vectors.tsv and metadata.tsv for the TensorFlow Embedding Projector; \
      'word2vec' writes the text format that gensim reads. In metadata.tsv, quotation marks and NA are \
      ordinary words; pandas needs these options to read them:

        pd.read_csv("metadata.tsv", sep="\\t", quoting=3, keep_default_na=False)

      Examples:

        dragoman embeddings export checkpoints/en-fr --side source \\
          --format word2vec --output english.vec
      """)

  @OptionGroup var embeddings: EmbeddingOptions

  @Option(help: "Format to write.")
  var format: Format

  @Option(
    help: ArgumentHelp("Directory (projector) or file (word2vec) to write.", valueName: "path"))
  var output: String

  func run() throws {
    let table = try embeddings.load().table
    switch format {
    case .projector:
      try table.exportProjector(to: output)
    case .word2vec:
      try makeRoom(forFile: output)
      try table.exportWord2Vec(to: output)
    }
    Console().note(
      "Wrote \(counted(table.words.count, "vector")) of \(table.dimension) values to \(output).")
  }
}
