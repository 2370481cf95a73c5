// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Dragoman
import Inference

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show how a model translates, step by step.",
    discussion: """
      Reads sentences from standard input, one per line. For each, prints the tokens that the model \
      reads, with their ids (unknown ones are marked), and then the most probable words at each \
      step of greedy search. If the model has attention, each step also shows the source word with \
      the most attention, and --plot draws all attention weights as an HTML page.

        echo "Ein Mann kocht." | dragoman explain checkpoints/de-en
        dragoman explain checkpoints/de-en --plot attention.html < sentences.de
      """)

  @OptionGroup var checkpoint: CheckpointArgument

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Number of words to print for each step.", valueName: "n"))
  var best = 5

  @Option(
    help: ArgumentHelp(
      "Write heat maps of the attention to this file, whose name must end in .html.",
      valueName: "file"))
  var plot: String?

  @Flag(help: "Print a JSON object for each line.")
  var json = false

  func validate() throws {
    try require(best, atLeast: 1, "--best")
    if let plot, !plot.lowercased().hasSuffix(".html") {
      throw ValidationError("--plot is \(plot), but must end in .html.")
    }
  }

  func run() throws {
    let checkpoint = try checkpoint.load(for: "explain")
    if plot != nil, checkpoint.configuration.model.attention == .none {
      throw NoAttentionError(checkpoint: checkpoint.files.directory)
    }
    let translator = try Translator(checkpoint)
    var maps: [AttentionMap] = []
    var input = InputLines(of: "explain")
    while let line = try input.next() {
      let explanation = translator.explain(line.text, best: best)
      try StandardOutput.print(
        json
          ? dragoman.json(ExplanationRecord(line.number, line.text, explanation))
          : ExplanationText(line.number, line.text, explanation).text)
      if plot != nil, let map = explanation.attentionMap(of: line.text, number: line.number) {
        maps.append(map)
      }
    }
    if let plot {
      try makeRoom(forFile: plot)
      try AttentionPage(title: checkpoint.files.directory, maps: maps).write(to: plot)
      Console().note("Wrote the plot to \(plot).")
    }
  }
}
