// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Inference
import Text

struct Classify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Classify standard input, line by line.",
    discussion: """
      Prints the most probable label for each line, as soon as the line arrives; for a blank line, a blank \
      line.

        echo "Schmidt" | dragoman classify checkpoints/names
        dragoman classify checkpoints/names --n-best 3 < surnames.txt

      With --n-best, prints the n most probable labels on one line, each followed by its probability, all \
      separated by tabs. Texts may be longer than --max-length in training.
      """)

  @OptionGroup var checkpoint: CheckpointArgument

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Print the n most probable labels and their probabilities (default: only the most probable label).",
      valueName: "n"))
  var nBest: Int?

  @Flag(
    help: """
      Print a JSON object for each line, with the probability of every label; for a blank line, without labels.
      """)
  var json = false

  @OptionGroup var computation: LanguageModelComputationOptions

  func validate() throws {
    try require(nBest, atLeast: 1, "--n-best")
    if json && nBest != nil {
      throw ValidationError("--json includes all labels: omit --n-best.")
    }
  }

  /// The number of lines that are classified together if they have arrived.
  private static let mostLines = 4096

  func run() throws {
    try requireCheckpoints([checkpoint.directory], for: "classify")
    let model = try ClassifierCheckpoint(directory: checkpoint.directory)
    let classifier = try Classifier(
      model, threads: computation.threads.count, quantized: computation.isQuantized)
    var input = InputLines(of: "classify")
    var output = StandardOutput()
    while let lines = try input.next(atMost: Self.mostLines) {
      for (line, found) in zip(lines, classifier.classify(lines.map(\.text))) {
        try output.writeLine(text(of: found, for: line))
      }
      try output.flush()
    }
  }

  private func text(of found: Classification?, for line: TextLine) throws -> String {
    if json { return try dragoman.json(Record(line.text, found)) }
    guard let found else { return "" }
    guard let nBest else { return found.label }
    return found.probabilities.prefix(nBest)
      .map { "\($0.label)\t\(decimal($0.probability, places: 4))" }.joined(separator: "\t")
  }

  private struct Record: Encodable {
    let text: String
    /// Nil for a blank line.
    let label: String?
    let labels: [Candidate]

    init(_ text: String, _ found: Classification?) {
      self.text = text
      label = found?.label
      labels =
        found?.probabilities.map { Candidate(label: $0.label, probability: $0.probability) } ?? []
    }
  }

  private struct Candidate: Encodable {
    let label: String
    let probability: Double
  }
}
