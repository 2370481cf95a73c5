// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Checkpoints
import Dragoman
import Inference
import Models

struct Sample: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write text with a language model.",
    discussion: """
      Prints the seed text and a continuation, unit by unit as the model writes it. The units are the \
      characters, words or subwords that the model was trained on. The continuation ends after \
      --length units, at --stop, or when the model ends it.

        dragoman sample checkpoints/shakespeare "ROMEO:"
        echo "ROMEO:" | dragoman sample checkpoints/shakespeare --temperature 0.7
        dragoman sample checkpoints/shakespeare "To be" --samples 3 --side-by-side

      Without TEXT, the seed text is read from standard input if that is a pipe or a file; a final newline is \
      dropped. TEXT is taken literally: escapes such as \\n are not interpreted.
      """)

  @OptionGroup var checkpoint: CheckpointArgument

  @Argument(help: ArgumentHelp("Seed text to continue (default: none).", valueName: "text"))
  var text: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Maximum number of units to write.", valueName: "n"))
  var length = 500

  @OptionGroup var sampling: SamplingOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Random seed. The same seed and seed text give the same output (default: random).",
      valueName: "n"))
  var seed: UInt64?

  @Flag(help: "Write the most probable unit each time, instead of drawing at random.")
  var greedy = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Number of samples. Several are printed under headings.", valueName: "n"))
  var samples = 1

  @Flag(
    help: """
      Print the samples in columns. The environment variable COLUMNS sets the width (default: the terminal's).
      """)
  var sideBySide = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "End the text before the first occurrence of this string in the continuation.",
      valueName: "string"))
  var stop: String?

  @Flag(help: "Print the continuation without the seed text.")
  var omitSeed = false

  @Flag(
    help: """
      Print a JSON object for each sample: its number, its text, the random seed, and why it ended (end, \
      length, stop or interrupted).
      """)
  var json = false

  @OptionGroup var model: LanguageModelComputationOptions

  private static let mostSamples = 1000

  func validate() throws {
    try require(length, in: Limits.steps, "--length")
    try require(samples, in: 1...Self.mostSamples, "--samples")
    if let stop, stop.isEmpty { throw ValidationError("--stop is empty.") }
    if sideBySide && json { throw contradiction("--side-by-side", "--json") }
    guard greedy else { return }
    if let flag = sampling.firstGiven ?? (seed != nil ? "--seed" : nil) {
      throw contradiction("--greedy", flag)
    }
    if samples > 1 {
      throw ValidationError(
        "--greedy and --samples \(samples) cannot be used together: all samples would be the same.")
    }
  }

  private func contradiction(_ first: String, _ second: String) -> ValidationError {
    ValidationError("\(first) and \(second) cannot be used together: omit one of them.")
  }

  func run() throws {
    let checkpoint = try checkpoint.loadLanguageModel(for: "sample")
    let codec = try checkpoint.codec()
    let predictors = checkpoint.predictors(try model.workers(), quantized: model.isQuantized)
    let text = try seedText(text, for: "sample")
    let seed = SeedText(text, codec)
    if !seed.unknown.isEmpty {
      Console().note(
        "The model does not know \(UnknownUnits(seed.unknown, codec.unit).text(in: "the seed text"))."
      )
    }
    var generator = TextGenerator(unitsOfText: length)
    generator.sampling =
      greedy ? nil : sampling.sampling(seed: self.seed ?? UInt64(UInt32.random(in: 0...UInt32.max)))
    let streams = samples == 1 && !json && !sideBySide
    let writer = SampleWriter(
      after: omitSeed ? "" : text, seed.decoder, samples: samples, stop: stop, streams: streams)
    try writer.begin()
    let continuations = generator.continuations(of: seed.ids, samples: samples, predictors) {
      writer.add($1, to: $0)
    }
    try writer.finish()
    if !streams { try write(writer.texts, continuations, seed: generator.sampling?.seed) }
    if let signal = Interruption.signal { throw ExitCode(128 + signal) }
  }

  private func write(
    _ texts: [SampledText], _ continuations: [TextGenerator.Continuation], seed: UInt64?
  ) throws {
    var output = StandardOutput()
    if json {
      for (text, continuation) in zip(texts, continuations) {
        try output.writeLine(dragoman.json(SampleRecord(text, continuation, seed: seed)))
      }
    } else if sideBySide {
      let columns = texts.enumerated().map { [heading($0), $1.text] }
      try output.writeLine(TextColumns(columns, width: TextColumns.availableWidth).text)
    } else {
      for (number, text) in texts.enumerated() {
        if number > 0 { try output.writeLine("") }
        try output.writeLine(heading(number))
        try output.write(text.endingInLineEnd)
      }
    }
    try output.flush()
  }

  private func heading(_ number: Int) -> String { "— sample \(number + 1) —" }
}

/// A line of `sample --json`.
private struct SampleRecord: Encodable {
  private let sample: Int
  private let text: String
  private let seed: UInt64?
  private let ending: String

  init(_ text: SampledText, _ continuation: TextGenerator.Continuation, seed: UInt64?) {
    sample = continuation.sample + 1
    self.text = text.text
    self.seed = seed
    ending =
      switch continuation.ending {
      case .end: "end"
      case .maximumLength: "length"
      case .stopped: text.isStopped ? "stop" : "interrupted"
      }
  }
}
