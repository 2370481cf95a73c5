// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Corpora
import Inference
import Text

struct Classify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Classify lines of standard input, or sequences of vectors.",
    discussion: """
      Prints the most probable label for each line, as soon as the line arrives. A blank line stays blank.

        echo "Schmidt" | dragoman classify checkpoints/names
        dragoman classify checkpoints/names --n-best 3 < surnames.txt

      With --n-best, prints the n most probable labels on one line, each followed by its probability, all \
      separated by tabs. Texts may be longer than the --max-length used in training.

      If the model was trained on vectors, --vectors classifies the sequences in a file instead:

        dragoman classify checkpoints/films --vectors test.npy --lengths lengths.npy
      """)

  @OptionGroup var checkpoint: CheckpointArgument

  @OptionGroup var input: VectorOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Print the n most probable labels and their probabilities (default: only the most probable label).",
      valueName: "n"))
  var nBest: Int?

  @Flag(
    help: """
      Print a JSON object for each line or sequence, with the probability of every label. The object for a blank \
      line has no labels.
      """)
  var json = false

  @OptionGroup var computation: LanguageModelComputationOptions

  func validate() throws {
    try input.check()
    try require(nBest, atLeast: 1, "--n-best")
    if json && nBest != nil {
      throw ValidationError("--json includes all labels: omit --n-best.")
    }
  }

  /// The number of lines or sequences that are classified together if they have arrived.
  private static let mostTogether = 4096

  func run() throws {
    try requireCheckpoints([checkpoint.directory], for: "classify")
    let model = try ClassifierCheckpoint(directory: checkpoint.directory)
    let vectors = try input.read(
      for: checkpoint.directory, size: model.vectorSize, reading: "text", command: "classify")
    let classifier = try Classifier(
      model, threads: computation.threads.count, quantized: computation.isQuantized)
    if let vectors {
      try classify(vectors, classifier)
    } else {
      try classifyLines(classifier)
    }
  }

  private func classifyLines(_ classifier: Classifier) throws {
    var input = InputLines(of: "classify")
    var output = StandardOutput()
    while let lines = try input.next(atMost: Self.mostTogether) {
      for (line, found) in zip(lines, classifier.classify(lines.map(\.text))) {
        try output.writeLine(text(of: found, json: Record(text: line.text, found)))
      }
      try output.flush()
    }
  }

  private func classify(_ vectors: VectorSequences, _ classifier: Classifier) throws {
    var output = StandardOutput()
    for first in stride(from: 0, to: vectors.count, by: Self.mostTogether) {
      let numbers = first..<min(first + Self.mostTogether, vectors.count)
      for (number, found) in zip(numbers, classifier.classify(vectors, numbers)) {
        try output.writeLine(text(of: found, json: Record(sequence: number + 1, found)))
      }
    }
    try output.flush()
  }

  private func text(of found: Classification?, json record: Record) throws -> String {
    if json { return try dragoman.json(record) }
    guard let found else { return "" }
    guard let nBest else { return found.label }
    return found.probabilities.prefix(nBest)
      .map { "\($0.label)\t\(decimal($0.probability, places: 4))" }.joined(separator: "\t")
  }

  private struct Record: Encodable {
    /// Nil for vectors.
    let text: String?
    /// The number of the sequence, from 1; nil for texts.
    let sequence: Int?
    /// Nil for a blank line.
    let label: String?
    let labels: [Candidate]

    init(text: String? = nil, sequence: Int? = nil, _ found: Classification?) {
      (self.text, self.sequence) = (text, sequence)
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
