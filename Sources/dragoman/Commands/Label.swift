// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Corpora
import Inference
import Messages
import Text

struct Label: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Label the tokens in each line of standard input, or sequences of vectors.",
    discussion: """
      Each line is a sequence of tokens, separated by spaces. The text must be split into tokens in the same way \
      as the training data; punctuation is usually a token of its own. Prints the labels of the tokens, \
      separated by spaces, as soon as the line arrives. A blank line stays blank.

        echo "The cat sat ." | dragoman label checkpoints/tagger
        dragoman label checkpoints/tagger --format tokens < test.txt > labelled.tsv

      With --stream, each line is a token, and a blank line ends the sequence. The label of each token is \
      printed before the next token is read, and a report on the time per token follows at the end. The model \
      must not be bidirectional.

        tr -s ' ' '\\n' < sentence.txt | dragoman label checkpoints/tagger --stream

      If the model was trained on vectors, --vectors labels the sequences in a file instead; with --stream, the \
      model reads a vector from each line of standard input:

        dragoman label checkpoints/steps --vectors test.npy --lengths lengths.npy
        dragoman label checkpoints/steps --stream < readings.tsv
      """)

  @OptionGroup var checkpoint: CheckpointArgument

  @OptionGroup var input: VectorOptions

  enum Format: String, CaseIterable, ExpressibleByArgument { case labels, lines, tokens }

  @Option(
    help: """
      Format of the output: labels (separated by spaces), lines (one label per line, as 'dragoman evaluate \
      --labels' reads them) or tokens (a token, a tab and its label on each line, as 'dragoman evaluate \
      --tokens' reads them). With lines and tokens, a blank line follows each sequence (default: labels).
      """)
  var format: Format?

  @Flag(
    help: """
      Print a JSON object for each line or sequence, with each token, its label and the probability of the \
      label.
      """)
  var json = false

  @Flag(help: "Read a token or a vector from each line, and print its label at once.")
  var stream = false

  @OptionGroup var computation: LanguageModelComputationOptions

  func validate() throws {
    try input.check()
    if stream && input.vectors != nil {
      throw ValidationError("--stream reads standard input: omit --stream or --vectors.")
    }
    if json && format != nil { throw ValidationError("Give --json or --format, not both.") }
  }

  /// The number of lines or sequences that are labelled together if they have arrived.
  private static let mostTogether = 1024

  func run() throws {
    try requireCheckpoints([checkpoint.directory], for: "label")
    let model = try LabellerCheckpoint(directory: checkpoint.directory)
    try checkFormat(for: model)
    let labeller: () throws -> Labeller = {
      try Labeller(
        model, threads: computation.threads.count, quantized: computation.isQuantized)
    }
    if stream { return try labelSteps(labeller()) }
    let vectors = try input.read(
      for: checkpoint.directory, size: model.vectorSize, reading: "tokens", isOneSequence: true,
      command: "label")
    if let vectors {
      try label(vectors, labeller())
    } else {
      try labelLines(labeller())
    }
  }

  /// - Throws: `UsageError` if the model cannot be used with `--stream` or `--format`.
  private func checkFormat(for model: LabellerCheckpoint) throws(UsageError) {
    if stream && !model.readsForward {
      throw UsageError(
        command: "label",
        message:
          "\(checkpoint.directory) reads in both directions, so a label depends on later "
          + "\(model.settings.readsVectors ? "vectors" : "tokens"): omit --stream, or train without "
          + "--bidirectional.")
    }
    if format == .tokens && model.settings.readsVectors {
      throw UsageError(
        command: "label",
        message:
          "\(checkpoint.directory) reads vectors, not tokens: give --format lines or labels.")
    }
  }

  private func labelLines(_ labeller: Labeller) throws {
    var input = InputLines(of: "label")
    var output = StandardOutput()
    while let lines = try input.next(atMost: Self.mostTogether) {
      let sequences = lines.map { fields(of: $0.text) }
      for (tokens, labels) in zip(sequences, labeller.label(sequences)) {
        try output.writeLine(text(of: tokens, labels))
      }
      try output.flush()
    }
  }

  private func label(_ vectors: VectorSequences, _ labeller: Labeller) throws {
    var output = StandardOutput()
    for first in stride(from: 0, to: vectors.count, by: Self.mostTogether) {
      let numbers = first..<min(first + Self.mostTogether, vectors.count)
      for labels in labeller.label(vectors, numbers) {
        try output.writeLine(text(of: nil, labels))
      }
    }
    try output.flush()
  }

  /// Returns the output for a sequence; `tokens` is nil for vectors.
  private func text(of tokens: [String]?, _ labels: [Classification]) throws -> String {
    if json { return try dragoman.json(Record(tokens, labels)) }
    switch format ?? .labels {
    case .labels: return labels.map(\.label).joined(separator: " ")
    case .lines: return labels.map { "\($0.label)\n" }.joined()
    case .tokens: return zip(tokens ?? [], labels).map { "\($0)\t\($1.label)\n" }.joined()
    }
  }

  private func labelSteps(_ labeller: Labeller) throws {
    var input = InputLines(of: "label")
    var output = StandardOutput()
    var latencies: [Duration] = []
    while let line = try input.next() {
      let start = ContinuousClock.now
      if let (token, label) = try labelNext(line, labeller) {
        try output.writeLine(streamed(token, label))
        latencies.append(start.duration(to: .now))
      } else {
        labeller.endSequence()
        let tokens: [String]? = labeller.checkpoint.settings.readsVectors ? nil : []
        try output.writeLine(json ? dragoman.json(Record(tokens, [])) : "")
      }
      try output.flush()
    }
    let noun = labeller.checkpoint.settings.readsVectors ? "vector" : "token"
    if let note = latencyNote(latencies, noun) { Console().note(note) }
  }

  /// Returns the token of a line, nil for a vector, and its label; nil for a blank line.
  private func labelNext(
    _ line: TextLine, _ labeller: Labeller
  ) throws -> (token: String?, label: Classification)? {
    let size = labeller.checkpoint.vectorSize
    if size == 0 {
      let token = trimmedText(line.text)
      return token.isEmpty ? nil : (token, labeller.label(next: token))
    }
    return try VectorLine.vector(of: line, size: size).map { (nil, labeller.label(next: $0)) }
  }

  private func streamed(_ token: String?, _ label: Classification) throws -> String {
    if json { return try dragoman.json(Record(token.map { [$0] }, [label])) }
    return format == .tokens ? "\(token ?? "")\t\(label.label)" : label.label
  }

  private struct Record: Encodable {
    /// One of both is nil.
    let tokens, vectors: [Step]?

    /// `tokens` is nil for vectors.
    init(_ tokens: [String]?, _ labels: [Classification]) {
      let steps = labels.enumerated().map { place, label in
        Step(
          token: tokens?[place], label: label.label,
          probability: label.probabilities[0].probability)
      }
      (self.tokens, vectors) = tokens == nil ? (nil, steps) : (steps, nil)
    }
  }

  private struct Step: Encodable {
    /// Nil for a vector.
    let token: String?
    let label: String
    let probability: Double
  }
}

/// Returns the median and the 99th percentile of times; nil if there are none.
private func latencyNote(_ latencies: [Duration], _ noun: String) -> String? {
  if latencies.isEmpty { return nil }
  let sorted = latencies.sorted()
  func milliseconds(_ share: Double) -> String {
    let time = sorted[Int(Double(sorted.count - 1) * share)]
    return decimal(1000 * (time / .seconds(1)), places: 3) + " ms"
  }
  return "\(counted(sorted.count, noun)); time from a \(noun) to its label: median "
    + "\(milliseconds(0.5)), 99th percentile \(milliseconds(0.99))"
}
