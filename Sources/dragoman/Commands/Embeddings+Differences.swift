// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Dragoman

struct DifferencesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "differences",
    abstract:
      "Compare the differences between paired words, such as man and woman, king and queen.",
    discussion: """
      Each line of the file of pairs has two words and, if you like, the name of a group, separated by tabs. For \
      each group, prints two figures. The mean cosine between pairs of differences in the group is 1 if all \
      point in the same direction, and about 0 if they have nothing in common. The spread is the mean angle \
      between a difference and the mean difference of the group. --plot draws the differences as arrows, and \
      their mean as a thick arrow.

        dragoman embeddings differences checkpoints/eng-fra --side source \\
          --pairs corpora/eng-fra/pairs.en.tsv --plot differences.html
      """)

  @OptionGroup var embeddings: EmbeddingOptions

  @Option(help: ArgumentHelp("File of pairs.", valueName: "file"))
  var pairs: String

  @Option(
    help: ArgumentHelp(
      "Write a plot to this file, whose name must end in .html or .svg.", valueName: "file"))
  var plot: String?

  @Flag(help: "Print a JSON object, with the mean difference of each group.")
  var json = false

  func validate() throws {
    if let plot, ScatterPlot.Format(path: plot) == nil {
      throw ValidationError("--plot is \(plot), but must end in .html or .svg.")
    }
  }

  func run() throws {
    let list = try WordPairs(path: pairs)
    let (table, title) = try embeddings.load()
    let differences = try WordDifferences(list, of: table)
    let console = Console()
    for pair in differences.leftOut {
      console.note(
        "\(pairs), line \(pair.line): '\(pair.from)' and '\(pair.to)' are left out; one is not in the "
          + "vocabulary, or they are the same word.")
    }
    if let plot, let format = ScatterPlot.Format(path: plot) {
      let map = try ScatterPlot(differences, of: table, title: title)
      try makeRoom(forFile: plot)
      try map.write(format, to: plot)
    }
    try StandardOutput.print(
      json
        ? dragoman.json(differences.groups.map(Record.init)) : text(differences.groups))
    if let plot { console.note("Wrote the plot to \(plot).") }
  }

  private func text(_ groups: [WordDifferences.Group]) -> String {
    var table = Table([
      ("group", .left), ("pairs", .right), ("mean cosine", .right), ("spread", .right),
    ])
    for group in groups {
      table.add([
        group.name.isEmpty ? "-" : group.name, grouped(group.rows.count),
        group.meanCosine.map { decimal($0, places: 2) } ?? "-",
        "\(decimal(group.spread, places: 0))°",
      ])
    }
    return table.text
  }
}

/// The differences of a group, as JSON.
private struct Record: Encodable {
  let group: String
  let pairs: Int
  let meanCosine: Double?
  let spread: Double
  let meanDifference: [Double]

  init(_ group: WordDifferences.Group) {
    self.group = group.name
    pairs = group.rows.count
    (meanCosine, spread, meanDifference) = (group.meanCosine, group.spread, group.mean)
  }
}
