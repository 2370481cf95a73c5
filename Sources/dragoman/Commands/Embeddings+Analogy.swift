// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Dragoman

struct AnalogyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analogy",
    abstract: "A is to B as C is to what?",
    discussion: """
      Prints the words nearest to B - A + C (3CosAdd), except A, B and C: a line \
      'word<TAB>similarity' for each. Words are looked up in the same way as in 'embeddings neighbors'.

        dragoman embeddings analogy checkpoints/en-fr --side source man king woman
      """)

  @OptionGroup var embeddings: EmbeddingOptions

  @Argument(help: "A word that is one token of the vocabulary.")
  var a: String

  @Argument(help: "The counterpart of the first word.")
  var b: String

  @Argument(help: "The word whose counterpart is wanted.")
  var c: String

  @Option(parsing: .unconditional, help: ArgumentHelp("Number of words to print.", valueName: "n"))
  var count = 10

  @Flag(help: "Print a JSON object.")
  var json = false

  func validate() throws { try require(count, atLeast: 1, "--count") }

  func run() throws {
    let table = try embeddings.load().table
    let neighbors = try table.analogy(a, b, c, count: count)
    try StandardOutput.print(
      json
        ? dragoman.json(
          NeighborsRecord(words: [a, b, c], neighbors: neighbors.map(NeighborRecord.init)))
        : neighbors.map(\.line).joined(separator: "\n"))
  }
}
