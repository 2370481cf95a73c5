// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Dragoman
import Inference
import Text

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show step by step how a model translates or predicts text.",
    discussion: """
      Reads sentences from standard input, one per line. With a translator, prints, for each sentence, the \
      tokens that the model reads, with their ids (unknown ones are marked), and then the most probable words at each step of greedy \
      search. If the model has attention, each step also shows the source word with the most attention, and \
      --plot draws all attention weights as an HTML page.

        echo "Ein Mann kocht." | dragoman explain checkpoints/de-en
        dragoman explain checkpoints/de-en --plot attention.html < sentences.de

      With a language model, prints the tokens of each line (characters, words or subwords) with their ids \
      (unknown ones are marked), the probability of each (given the tokens before it), and the tokens that are \
      most probable at that position. The last row shows what may come after the line.

        echo "To be, or not" | dragoman explain checkpoints/shakespeare --best 3

      Tokens are written as in the vocabulary: a space as \\s, a newline as \\n, a tab as \\t. The end of a text \
      is </s>.
      """)

  @OptionGroup var checkpoint: CheckpointArgument

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Number of words or tokens to print for each step.", valueName: "n"))
  var best = 5

  @Option(
    help: ArgumentHelp(
      "Write heat maps of the attention to this file, whose name must end in .html.",
      valueName: "file"))
  var plot: String?

  @Flag(help: "For a language model: let each line continue the lines before it.")
  var carryState = false

  @Flag(help: "Print a JSON object for each line.")
  var json = false

  func validate() throws {
    try require(best, atLeast: 1, "--best")
    if let plot, !plot.lowercased().hasSuffix(".html") {
      throw ValidationError("--plot is \(plot), but must end in .html.")
    }
    let given = GivenCheckpoints([checkpoint.directory])
    try given.refuseForText(given.languageModel != nil && plot != nil ? "--plot" : nil)
    try given.refuseForTranslation(given.translator != nil && carryState ? "--carry-state" : nil)
  }

  func run() throws {
    let given = GivenCheckpoints([checkpoint.directory])
    try given.languageModel == nil ? runTranslations() : runText()
  }
}

extension Explain {
  func runTranslations() throws {
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

extension Explain {
  func runText() throws {
    let scorer = try TextScorer(checkpoint: checkpoint.directory)
    var input = InputLines(of: "explain")
    while let line = try input.next() {
      let explanation = scorer.explanation(of: line.text, best: best, continuing: carryState)
      try StandardOutput.print(
        json
          ? dragoman.json(TextExplanationRecord(line.number, line.text, explanation))
          : TextExplanationTable(line.number, line.text, explanation).text)
    }
  }
}
