// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Corpora
import Files
import Inference
import Models
import Text

struct Activations: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what the units of a trained network do at each step of a text.",
    discussion: """
      Prints a table with a row for each step of the texts on standard input: the number of the line, the step \
      in it, the token that the model reads, and the numbers of the model's state after it. Step 0 reads the \
      start of a text.

        echo "In a few days." | dragoman activations checkpoints/eng-fra
        dragoman activations checkpoints/shakespeare --layer all --state all \\
          --output states.npy < text.txt

      The model may be of any task; a translator reads with its encoder. A language model of continuous text \
      reads the lines as one text, all others read each line by itself. Units have the names hidden.1, cell.1 \
      and so on. Of a layer that reads in both directions, the second half of the units reads backward.
      """)

  @OptionGroup var checkpoint: CheckpointArgument
  @OptionGroup var chosen: ActivationOptions
  @OptionGroup var input: VectorOptions

  @Option(
    help: ArgumentHelp(
      """
      Write to this file instead of standard output: .tsv, .npy (float32) or .safetensors (a tensor \
      'activations'). An array has a row for each step.
      """, valueName: "file"))
  var output: String?

  /// The number of lines that are read together if they have arrived.
  private static let mostTogether = 256

  func validate() throws {
    try input.check()
    if let output, !VectorOutput.extensions.contains(fileExtension(of: output)) {
      throw ValidationError("--output is \(output), but must end in .tsv, .npy or .safetensors.")
    }
  }

  func run() throws {
    try requireCheckpoints([checkpoint.directory], for: "activations")
    let reader = try ActivationReader(checkpoint: checkpoint.directory, chosen.choice)
    var written = try ActivationOutput(path: output, reader.columns)
    var unknown = UnknownTokens()
    try forEachReading(reader) { number, reading in
      try written.write(reading, line: number)
      unknown.add(reading.tokens)
    }
    if written.steps == 0 { throw NothingToReadError() }
    try written.finish()
    unknown.note()
    if let output {
      Console().note(
        "Wrote \(counted(written.steps, "step")) of \(counted(reader.columns.count, "value")) "
          + "to \(output).")
    }
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
