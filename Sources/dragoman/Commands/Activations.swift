// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Corpora
import Files
import Inference
import Inspection
import Messages
import Models
import Text

struct Activations: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what the units of a trained network do at each step of a text.",
    discussion: """
      Prints a table with a row for each step of the text on standard input: the number of the line, the step \
      within it, the token that the model reads, and its state after that token. Step 0 is the start of a text.

        echo "In a few days." | dragoman activations checkpoints/eng-fra
        dragoman activations checkpoints/shakespeare --layer all --state all \\
          --output states.npy < text.txt

      The model may have been trained for any task; in a translator, it is the encoder that reads the text. A language \
      model that was trained on continuous text reads the lines as one text; other models read each line \
      separately. Units are named hidden.1, cell.1 and so on. In a bidirectional layer, the second half of the \
      units reads backward.

      With --feature or --labels, prints a different table, which shows how well the units predict a feature of \
      the position, such as whether a quotation is open. Its columns are the accuracy of always guessing the \
      most frequent label (majority), the accuracy of logistic regression on all units (probe), the one unit \
      that predicts the feature best, the accuracy of a threshold on this unit, and the mutual information \
      between the feature and whether the unit is above or below this threshold (bits). Accuracies are measured on a held-out fifth of the text:

        dragoman activations checkpoints/shakespeare --feature quotes \\
          --feature line-position < text.txt
      """)

  @OptionGroup var checkpoint: CheckpointArgument
  @OptionGroup var chosen: ActivationOptions
  @OptionGroup var input: VectorOptions
  @OptionGroup var features: FeatureOptions

  @Option(
    help: ArgumentHelp(
      """
      Write to this file instead of standard output: .tsv, .npy (float32) or .safetensors (a tensor \
      'activations'). An array has a row for each step.
      """, valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      """
      Write a page to this file, whose name must end in .html: the text, coloured by a unit, and a heat map of \
      units. With --feature, the best units for the feature come first.
      """, valueName: "file"))
  var plot: String?

  /// The number of lines that are read together if they have arrived.
  private static let mostTogether = 256

  func validate() throws {
    try input.check()
    try features.check()
    if let output, !VectorOutput.extensions.contains(fileExtension(of: output)) {
      throw ValidationError("--output is \(output), but must end in .tsv, .npy or .safetensors.")
    }
    if let plot, fileExtension(of: plot) != "html" {
      throw ValidationError("--plot is \(plot), but must end in .html.")
    }
  }

  func run() throws {
    try requireCheckpoints([checkpoint.directory], for: "activations")
    let reader = try ActivationReader(checkpoint: checkpoint.directory, chosen.choice)
    try features.areGiven || plot != nil ? compare(reader) : write(reader)
  }

  /// Writes the steps as they are read.
  private func write(_ reader: ActivationReader) throws {
    var written = try ActivationOutput(path: output, units: reader.columns.names)
    var unknown = UnknownTokens()
    try forEachReading(reader) { number, reading in
      try written.write(reading.steps(line: number), reading.values)
      unknown.add(reading.tokens)
    }
    if written.steps == 0 { throw NothingToReadError() }
    unknown.note()
    try finish(&written, units: reader.columns.count)
  }

  private func finish(_ written: inout ActivationOutput, units: Int) throws {
    try written.finish()
    guard let output else { return }
    Console().note(
      "Wrote \(counted(written.steps, "step")) of \(counted(units, "value")) to \(output).")
  }

  /// Prints what the units tell about features, and draws the page.
  private func compare(_ reader: ActivationReader) throws {
    let table = try self.table(reader)
    let labels = try features.labels(of: table)
    let probes = FeatureProbe.probes(labels, of: table, seed: features.seed)
    let report = ProbeReport(probes, units: table.units)
    if features.areGiven && !probes.contains(where: { $0.measurement != nil }) {
      throw NothingToTellError(notes: report.notes)
    }
    if let output {
      var written = try ActivationOutput(path: output, units: table.units, features: labels)
      try written.write(table.steps, table.values)
      try finish(&written, units: table.units.count)
    }
    if let plot {
      try makeRoom(forFile: plot)
      let page = ActivationPage(
        title: checkpoint.directory, table, probes,
        cellUnits: Set(reader.columns.indices.filter { reader.columns[$0].part == .cell }))
      try page.write(to: plot)
      Console().note("Wrote the plot to \(plot).")
    }
    if features.areGiven { try StandardOutput.print(features.json ? report.json : report.text) }
    for note in report.notes { Console().note(note) }
  }

  /// Reads all of the input.
  private func table(_ reader: ActivationReader) throws -> ActivationTable {
    var table = ActivationTable(
      units: reader.columns.names, isContinuous: reader.readsContinuousText,
      isReversed: reader.readsInReverse)
    var unknown = UnknownTokens()
    try forEachReading(reader) { number, reading in
      table.add(reading.steps(line: number), reading.values)
      unknown.add(reading.tokens)
    }
    if table.steps.isEmpty { throw NothingToReadError() }
    unknown.note()
    return table
  }

  /// Reads the input part by part, as it arrives. `body` gets the number of each line.
  private func forEachReading(
    _ reader: ActivationReader, _ body: (Int, ActivationReader.Reading) throws -> Void
  ) throws {
    let vectors = try input.read(
      for: checkpoint.directory, size: reader.inputSize, reading: "text", command: "activations")
    if let vectors {
      for first in stride(from: 0, to: vectors.count, by: Self.mostTogether) {
        let range = first..<min(first + Self.mostTogether, vectors.count)
        for (number, reading) in zip(range, reader.read(vectors, range)) {
          try body(number + 1, reading)
        }
      }
      return
    }
    var lines = InputLines(of: "activations")
    while let part = try lines.next(atMost: Self.mostTogether) {
      for (line, reading) in zip(part, reader.read(part.map(\.text))) {
        try body(line.number, reading)
      }
    }
  }
}

extension ActivationReader.Reading {
  /// The steps of line `line`.
  func steps(line: Int) -> [ActivationTable.Step] {
    tokens.enumerated().map { index, token in
      ActivationTable.Step(
        name: token.name, text: token.text, line: line, number: index + (hasStart ? 0 : 1))
    }
  }
}

/// Counts the tokens that a model does not know.
struct UnknownTokens {
  private var count = 0
  private var unknown = 0

  mutating func add(_ tokens: [ReadToken]) {
    count += tokens.count
    unknown += tokens.count(where: \.isUnknown)
  }

  /// Reports unknown tokens, if there are any.
  func note() {
    guard unknown > 0 else { return }
    Console().note(
      "\(grouped(unknown)) of \(counted(count, "token")) "
        + "\(unknown == 1 ? "is" : "are") unknown to the model and read as <unk>.")
  }
}
