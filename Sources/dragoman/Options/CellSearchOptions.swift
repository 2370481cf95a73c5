// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Tasks

/// The files of the three tasks on which cells are compared.
struct CellTaskOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "File with a token, a tab and a label on each line, read as one stream: the labeller's task.",
      valueName: "file"))
  var tokens: String?

  @Option(help: ArgumentHelp("Dev set of --tokens.", valueName: "file"))
  var devTokens: String?

  @Option(
    help: ArgumentHelp(
      "File with a text, a tab and a label on each line, read character by character: the classifier's task.",
      valueName: "file"))
  var examples: String?

  @Option(help: ArgumentHelp("Dev set of --examples.", valueName: "file"))
  var devExamples: String?

  @Option(
    help: ArgumentHelp(
      "Text, read character by character: the language model's task.", valueName: "file"))
  var text: String?

  @Option(help: ArgumentHelp("Dev set of --text.", valueName: "file"))
  var devText: String?

  func experiment(_ configuration: CellSearchConfiguration) throws -> CellExperiment {
    func files(
      _ training: String?, _ development: String?, _ flag: String
    ) throws -> CellExperiment.Files {
      guard let training, let development else {
        throw UsageError(
          command: "search-cells",
          message: "Give the files of each task: --\(flag) and --dev-\(flag).")
      }
      return CellExperiment.Files(training, development: development)
    }
    return try CellExperiment(
      tokens: files(tokens, devTokens, "tokens"),
      examples: files(examples, devExamples, "examples"), text: files(text, devText, "text"),
      configuration)
  }
}

/// The settings of a search for cells.
struct CellSearchOptions: ParsableArguments {
  private static let standard = CellSearchConfiguration()

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Maximum number of parameters of each model; each cell gets as many hidden units as fit (default: \
      \(standard.parameters)).
      """, valueName: "n"))
  var parameters: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Size of embeddings (default: \(standard.embeddingSize)).", valueName: "n"))
  var embeddingSize: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Number of texts in a batch, and number of streams into which --tokens and --text are split (default: \
      \(standard.batchSize)).
      """, valueName: "n"))
  var batchSize: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Length of a training window of --tokens and --text, in steps; gradients stop at the start of a window \
      (default: \(standard.window)).
      """, valueName: "n"))
  var window: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Learning rate of Adam (default: \(standard.learningRate)).", valueName: "rate"))
  var learningRate: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Training steps of the labeller (default: \(standard.labellerSteps)).", valueName: "n"))
  var labellerSteps: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Training steps of the classifier (default: \(standard.classifierSteps)).", valueName: "n"))
  var classifierSteps: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Training steps of the language model (default: \(standard.languageModelSteps)).",
      valueName: "n"))
  var languageModelSteps: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Number of most recent candidates from which parents are drawn (default: \(standard.population)).",
      valueName: "n"))
  var population: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Number of candidates drawn, the best of which is the parent (default: \(standard.tournament)).",
      valueName: "n"))
  var tournament: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Seed for the formulas and the initial weights (default: \(standard.seed)).",
      valueName: "n"))
  var seed: UInt64?

  var configuration: CellSearchConfiguration {
    var made = CellSearchConfiguration()
    made.parameters = parameters ?? made.parameters
    made.embeddingSize = embeddingSize ?? made.embeddingSize
    made.batchSize = batchSize ?? made.batchSize
    made.window = window ?? made.window
    made.learningRate = learningRate ?? made.learningRate
    made.labellerSteps = labellerSteps ?? made.labellerSteps
    made.classifierSteps = classifierSteps ?? made.classifierSteps
    made.languageModelSteps = languageModelSteps ?? made.languageModelSteps
    made.population = population ?? made.population
    made.tournament = tournament ?? made.tournament
    made.seed = seed ?? made.seed
    return made
  }

  func check() throws {
    try require(parameters, in: 10...1_000_000, "--parameters")
    try require(embeddingSize, in: 1...1_000, "--embedding-size")
    try require(batchSize, in: 1...1_000, "--batch-size")
    try require(window, in: 1...1_000, "--window")
    for (steps, flag) in [
      (labellerSteps, "--labeller-steps"), (classifierSteps, "--classifier-steps"),
      (languageModelSteps, "--language-model-steps"),
    ] {
      try require(steps, in: 1...1_000_000, flag)
    }
    try require(population, in: 2...10_000, "--population")
    try require(tournament, in: 1...10_000, "--tournament")
    if let learningRate, !(learningRate > 0 && learningRate.isFinite) {
      throw ValidationError("--learning-rate is \(learningRate), but must be above 0 and finite.")
    }
  }
}
