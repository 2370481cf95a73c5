// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Dragoman
import Text

struct NeighborsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "neighbors",
    abstract: "Find the words whose vectors are most similar to the vector of a given word.",
    discussion: """
      Prints a line 'word<TAB>neighbour<TAB>similarity' for each neighbour; the similarity is the cosine, from \
      -1 to 1. Give words as they appear in ordinary text. In the vocabulary, some carry the joiner U+FFED, \
      which marks a token that is written without a space beside it; if a word exists only in that form, the \
      joiner is added for you. Neighbours are printed exactly as they are in the vocabulary. For a \
      character-level language model, give characters: '\\s' for a space, '\\n' for a newline.

        dragoman embeddings neighbors checkpoints/en-fr --side source king monday
        dragoman embeddings neighbors checkpoints/shakespeare a e '\\s'
      """)

  @OptionGroup var embeddings: EmbeddingOptions

  @Argument(help: "Words to look up; each must be a single token of the vocabulary.")
  var words: [String]

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Number of neighbours to print for each word.", valueName: "n"))
  var count = 10

  @Flag(help: "Print a JSON object for each word.")
  var json = false

  func validate() throws { try require(count, atLeast: 1, "--count") }

  func run() throws {
    let table = try embeddings.load().table
    let found = try words.map { (word: $0, neighbors: try table.neighbors(of: $0, count: count)) }
    var output = StandardOutput()
    for (word, neighbors) in found {
      if json {
        let record = NeighborsRecord(words: [word], neighbors: neighbors.map(NeighborRecord.init))
        try output.writeLine(dragoman.json(record))
      } else {
        for neighbor in neighbors { try output.writeLine("\(word)\t\(neighbor.line)") }
      }
    }
    try output.flush()
  }
}

/// The requested words and their neighbours, as JSON.
struct NeighborsRecord: Encodable {
  let words: [String]
  let neighbors: [NeighborRecord]
}

struct NeighborRecord: Encodable {
  let word: String
  let similarity: Float

  init(_ neighbor: Neighbor) {
    word = neighbor.word
    similarity = neighbor.similarity
  }
}

extension Neighbor {
  /// `queen<TAB>0.8123`
  var line: String { "\(word)\t\(decimal(Double(similarity), places: 4))" }
}
