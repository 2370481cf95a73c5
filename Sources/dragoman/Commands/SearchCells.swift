// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Layers
import Messages
import Tasks

struct SearchCells: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search-cells",
    abstract:
      "Search for recurrent cells that learn well, and rank them together with the LSTM and the GRU.",
    discussion: """
      A cell is a formula of the kind that 'dragoman train --cell' accepts. The search begins with the LSTM, the \
      GRU, a simple (Elman) cell and random formulas. Each further cell is a mutation of an earlier one: a few \
      of the latest cells are drawn at random, and the best of them is mutated (Real et al., 2019). Each cell is \
      trained briefly as a labeller, a classifier and a language model. All cells have about the same number of \
      parameters. The score of a cell is its mean result on the three dev sets, on a scale from 0 (guessing) to \
      1 (perfect).

        dragoman lecture cells --from text.txt --output data
        dragoman search-cells --output cells --minutes 10 \\
          --tokens data/tokens.tsv --dev-tokens data/dev-tokens.tsv \\
          --examples data/examples.tsv --dev-examples data/dev-examples.tsv \\
          --text data/text.txt --dev-text data/dev-text.txt

      The files of all three tasks are required.

      The search appends a line to candidates.jsonl, in the --output directory, for each finished candidate. Run \
      the same command again to continue an interrupted search. A single training run says little, so at the end \
      the best cells are trained again from other initial weights, together with the LSTM, the GRU and the \
      simple cell. Their results are saved in finals.jsonl and printed as a table. In this table, the number of \
      parameters is the total over the labeller, the classifier and the language model; the numbers of hidden \
      units are given separately for the three, with slashes between them. A dash marks a training run that \
      diverged, or that was skipped because the cell had learned nothing in an earlier run.

      Options can also be set in a YAML file (--config), with underscores instead of hyphens.
      """)

  @OptionGroup(title: "Tasks") var tasks: CellTaskOptions

  @Option(help: ArgumentHelp("File of settings, in YAML.", valueName: "file"))
  var config: String?

  @Option(help: ArgumentHelp("Directory for the results of the search.", valueName: "directory"))
  var output: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Number of candidates, including those of earlier runs (default: \(Self.standardCandidates)).",
      valueName: "n"))
  var candidates: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Minutes after which no further candidates are tried (default: no limit).", valueName: "n"))
  var minutes: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Number of top candidates to train again (default: \(Self.standardFinalists)).",
      valueName: "n"))
  var finalists: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Number of times to train each finalist again (default: \(Self.standardRepeats)).",
      valueName: "n"))
  var repeats: Int?

  @Flag(help: "Print the table with tabs between the columns, and without headings.")
  var tsv = false

  @OptionGroup(title: "Search") var options: CellSearchOptions
  @OptionGroup var threads: ThreadOption

  private static let (standardCandidates, standardFinalists, standardRepeats) = (100, 10, 3)

  func run() throws {
    var command = self
    if let config {
      var file = try ConfigurationFile(path: config)
      try file.apply(Self.fileKeys, to: &command)
    }
    try command.search()
  }

  private func search() throws {
    do {
      try check()
    } catch let error as ValidationError {
      throw UsageError(command: "search-cells", message: error.message)
    }
    let configuration = options.configuration
    let search = try CellSearch(
      tasks.experiment(configuration), configuration, in: output, threads: threads.count)
    Interruption.install()
    let console = Console()
    if !search.candidates.isEmpty {
      console.note("Continuing after \(counted(search.candidates.count, "candidate")).")
    }
    let (clock, best) = (ContinuousClock(), finalists ?? Self.standardFinalists)
    let end = minutes.map { clock.now + .seconds($0 * 60) }
    let isInterrupted: @Sendable () -> Bool = { Interruption.signal != nil }
    let isDone =
      try search.run(
        until: candidates ?? Self.standardCandidates,
        isFinished: { end.map { clock.now >= $0 } ?? false }, isInterrupted: isInterrupted
      ) { console.note("\($0.candidate): \($0.measurement.text)  \($0.formula)") }
      && search.runFinals(
        best: best, repeats: repeats ?? Self.standardRepeats, isInterrupted: isInterrupted
      ) { console.note("\($0.candidate), seed \($0.seed): \($0.measurement.text)") }
    guard isDone, Interruption.signal == nil else {
      console.note(
        "Interrupted after \(counted(search.candidates.count, "candidate")). Run the same command to "
          + "continue.")
      throw ExitCode(128 + (Interruption.signal ?? 0))
    }
    let table = CellTable(search.standings(best: best))
    try StandardOutput.print(tsv ? table.lines : table.text)
    let count = search.candidates.count
    console.note(
      count == 0
        ? "No candidate was tried: raise --minutes."
        : "\(counted(count, "candidate")) \(count == 1 ? "is" : "are") in \(output)/candidates.jsonl."
    )
  }

  private func check() throws {
    try require(candidates, in: 1...1_000_000, "--candidates")
    try require(finalists, in: 0...1_000, "--finalists")
    try require(repeats, in: 0...1_000, "--repeats")
    if let minutes, !(minutes >= 0 && minutes.isFinite) {
      throw ValidationError("--minutes is \(minutes), but must be at least 0 and finite.")
    }
    try options.check()
  }
}

// MARK: - The configuration file

extension SearchCells {
  private static var fileKeys: [ConfigurationKey<SearchCells>] {
    let others: [ConfigurationKey<SearchCells>] = [
      .text("tokens", \.tasks.tokens), .text("dev_tokens", \.tasks.devTokens),
      .text("examples", \.tasks.examples), .text("dev_examples", \.tasks.devExamples),
      .text("text", \.tasks.text), .text("dev_text", \.tasks.devText),
      number("minutes", \.minutes) { Double($0) },
      number("learning_rate", \.options.learningRate) { Float($0) },
      number("seed", \.options.seed, "a whole number") { UInt64($0) },
    ]
    return others
      + wholeNumbers.map { name, path in number(name, path, "a whole number") { Int($0) } }
  }

  private static var wholeNumbers: [(String, WritableKeyPath<SearchCells, Int?>)] {
    [
      ("candidates", \.candidates), ("finalists", \.finalists), ("repeats", \.repeats),
      ("parameters", \.options.parameters), ("embedding_size", \.options.embeddingSize),
      ("batch_size", \.options.batchSize), ("window", \.options.window),
      ("labeller_steps", \.options.labellerSteps),
      ("classifier_steps", \.options.classifierSteps),
      ("language_model_steps", \.options.languageModelSteps),
      ("population", \.options.population), ("tournament", \.options.tournament),
      ("threads", \.threads.threads),
    ]
  }

  private static func number<Value>(
    _ name: String, _ path: WritableKeyPath<SearchCells, Value?>, _ expected: String = "a number",
    _ read: @escaping (String) -> Value?
  ) -> ConfigurationKey<SearchCells> {
    ConfigurationKey(name, path, expected: expected, read)
  }
}
