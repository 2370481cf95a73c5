// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Dragoman
import Messages

struct PrincipalComponentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pca",
    abstract: "Write the principal components of the word vectors as a table.",
    discussion: """
      The table has a line for each word, with the columns word, count, pc1, pc2 and so on. The share of \
      variance that each component explains goes to standard error. With --words or --top, the components \
      are \
      computed from those words alone. --plot draws the words along the first components, coloured by the \
      groups given in --words, as an interactive page (.html) or an image (.svg). In the table, \
      quotation marks and NA are ordinary words; pandas needs these options to read them:

        pd.read_csv("pca.tsv", sep="\\t", quoting=3, keep_default_na=False)

      Examples:

        dragoman embeddings pca checkpoints/en-fr --side source --components 2 \\
          --output pca.tsv --plot pca.html --top 1000
        dragoman embeddings pca checkpoints/en-fr --side source --components 2 \\
          --output months.tsv --words months.txt
        dragoman embeddings pca checkpoints/en-fr --side source --output pca.tsv \\
          --plot pca.html --zoom "Monday Tuesday Sunday" --zoom -1,0.5,0,1.5
      """)

  @OptionGroup var embeddings: EmbeddingOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Number of components, at most the embedding size.", valueName: "k"))
  var components = 2

  @Option(help: ArgumentHelp("File for the table.", valueName: "file"))
  var output: String

  @Option(
    help: ArgumentHelp(
      "Also write a plot to this file, whose name must end in .html or .svg.", valueName: "file")
  )
  var plot: String?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      """
      Also show a part of the plot enlarged, and outline it on the plot. The part is a box x0,y0,x1,y1, given by \
      two opposite corners, or the area around some words, as in "Monday Sunday". Repeat the option for several parts.
      """, valueName: "box|words"))
  var zoom: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      Use only the words in this file: one per line, optionally with a tab and the name of a group.
      """, valueName: "file"))
  var words: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Use only the n most frequent words.", valueName: "n"))
  var top: Int?

  @Flag(help: "Print the shares of variance as a JSON object.")
  var json = false

  func validate() throws {
    try require(components, atLeast: 1, "--components")
    try require(top, atLeast: 2, "--top")
    try requireOtherFile("--output", output, than: "--words", words.map { [$0] } ?? [])
    if let plot {
      try requireOtherFile("--plot", plot, than: "--output", [output])
      if ScatterPlot.Format(path: plot) == nil {
        throw ValidationError("--plot is \(plot), but must end in .html or .svg.")
      }
      if components < 2 {
        throw ValidationError(
          "--plot needs at least two components: give --components 2 or more.")
      }
    }
    if !zoom.isEmpty && plot == nil {
      throw ValidationError("--zoom needs --plot.")
    }
    _ = try zooms
    if words != nil && top != nil {
      throw ValidationError("Give --words or --top, not both.")
    }
  }

  private var zooms: [Zoom] { get throws { try zoom.map(Zoom.init(argument:)) } }

  func run() throws {
    let console = Console()
    let (allWords, title) = try embeddings.load()
    let (table, groups) = try chosenWords(of: allWords, console)
    let result = try PrincipalComponents(of: table, count: components)
    let map = try plot.map { _ in
      try ScatterPlot(result, of: table, groups: groups, title: title)
        .zoomed(into: zooms, result, of: table, from: allWords)
    }
    try makeRoom(forFile: output)
    try result.writeTable(of: table, to: output)
    try report(result, words: table.words.count, console)
    console.note("Wrote \(counted(table.words.count, "word")) to \(output).")
    if let plot, let map, let format = ScatterPlot.Format(path: plot) {
      try makeRoom(forFile: plot)
      try map.write(format, to: plot)
      console.note("Wrote the plot to \(plot).")
    }
  }

  private func report(
    _ result: PrincipalComponents, words: Int, _ console: Console
  ) throws {
    let shares = result.explainedVarianceRatios
    if json {
      try StandardOutput.print(
        dragoman.json(Record(words: words, explainedVarianceRatios: shares)))
      return
    }
    for (index, share) in shares.enumerated() {
      console.note("pc\(index + 1) explains \(percent(share)) of the variance")
    }
    console.note("together they explain \(percent(shares.reduce(0, +)))")
  }

  private struct Record: Encodable {
    let words: Int
    let explainedVarianceRatios: [Double]
  }

  /// Returns the chosen words, and their groups if the list has any.
  private func chosenWords(
    of table: EmbeddingTable, _ console: Console
  ) throws -> (EmbeddingTable, [String?]?) {
    if let top { return (table.selecting(table.mostFrequent(top)), nil) }
    guard let words else { return (table, nil) }
    let selection = try WordList(path: words).select(from: table)
    for left in selection.leftOut {
      console.note(
        "\(words), line \(left.entry.line): '\(left.entry.word)' \(left.reason.description); skipped."
      )
    }
    let hasGroups = selection.groups.contains { $0 != nil }
    return (table.selecting(selection.rows), hasGroups ? selection.groups : nil)
  }
}

extension WordList.LeftOut.Reason {
  fileprivate var description: String {
    switch self {
    case .unknown: "is not in the vocabulary"
    case .severalTokens(let tokens): "consists of several tokens (\(tokens.joined(separator: " ")))"
    case .severalUnits(let units): "consists of several units (\(units.joined(separator: " ")))"
    case .repeated(let line): "is already on line \(line)"
    }
  }
}
