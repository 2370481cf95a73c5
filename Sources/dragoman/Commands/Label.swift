// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Inference
import Text

struct Label: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Label the tokens of standard input, line by line.",
    discussion: """
      Each line is a sequence of tokens, separated by spaces as in the training data, where punctuation is \
      usually a token of its own. Prints their labels, separated by spaces, as soon as the line arrives; for a \
      blank line, a blank line.

        echo "The cat sat ." | dragoman label checkpoints/tagger
        dragoman label checkpoints/tagger --format tokens < sentences.txt > labelled.tsv

      With --stream, each line is a token, and a blank line ends the sequence. The label of each token is \
      printed before the next token is read, and the time that it took is reported at the end. The model must \
      read in one direction.

        tr -s ' ' '\\n' < sentence.txt | dragoman label checkpoints/tagger --stream
      """)

  @OptionGroup var checkpoint: CheckpointArgument

  enum Format: String, CaseIterable, ExpressibleByArgument { case labels, tokens }

  @Option(
    help: """
      Output: labels, separated by spaces; or tokens, a line with a token, a tab and its label for each \
      token and a blank line after each sequence, as 'dragoman evaluate --tokens' reads it (default: labels).
      """)
  var format: Format?

  @Flag(
    help: """
      Print a JSON object for each line, with each token, its label and the probability of the label.
      """)
  var json = false

  @Flag(help: "Read a token on each line, and print its label at once.")
  var stream = false

  @OptionGroup var computation: LanguageModelComputationOptions

  func validate() throws {
    if json && format != nil { throw ValidationError("Give --json or --format, not both.") }
  }

  /// The number of lines that are labelled together if they have arrived.
  private static let mostLines = 1024

  func run() throws {
    try requireCheckpoints([checkpoint.directory], for: "label")
    let model = try LabellerCheckpoint(directory: checkpoint.directory)
    if stream && !model.readsForward {
      throw UsageError(
        command: "label",
        message:
          "\(checkpoint.directory) reads in both directions, so that a label depends on later "
          + "tokens: omit --stream, or train without --bidirectional.")
    }
    let labeller = try Labeller(
      model, threads: computation.threads.count, quantized: computation.isQuantized)
    try stream ? labelTokens(labeller) : labelLines(labeller)
  }

  private func labelLines(_ labeller: Labeller) throws {
    var input = InputLines(of: "label")
    var output = StandardOutput()
    while let lines = try input.next(atMost: Self.mostLines) {
      let sequences = lines.map { tokens(of: $0.text) }
      for (tokens, labels) in zip(sequences, labeller.label(sequences)) {
        try output.writeLine(text(of: tokens, labels))
      }
      try output.flush()
    }
  }

  /// Returns the output for a sequence.
  private func text(of tokens: [String], _ labels: [Classification]) throws -> String {
    if json { return try dragoman.json(Record(tokens, labels)) }
    guard format == .tokens else { return labels.map(\.label).joined(separator: " ") }
    return zip(tokens, labels).map { "\($0)\t\($1.label)\n" }.joined()
  }

  private func labelTokens(_ labeller: Labeller) throws {
    var input = InputLines(of: "label")
    var output = StandardOutput()
    var latencies: [Duration] = []
    while let line = try input.next() {
      let start = ContinuousClock.now
      let token = trimmedText(line.text)
      if token.isEmpty {
        labeller.endSequence()
        try output.writeLine(json ? dragoman.json(Record([], [])) : "")
      } else {
        let label = labeller.label(next: token)
        try output.writeLine(streamed(token, label))
        latencies.append(start.duration(to: .now))
      }
      try output.flush()
    }
    if let note = latencyNote(latencies) { Console().note(note) }
  }

  private func streamed(_ token: String, _ label: Classification) throws -> String {
    if json { return try dragoman.json(Record([token], [label])) }
    return format == .tokens ? "\(token)\t\(label.label)" : label.label
  }

  private struct Record: Encodable {
    let tokens: [Token]

    init(_ tokens: [String], _ labels: [Classification]) {
      self.tokens = zip(tokens, labels).map { token, label in
        Token(
          token: token, label: label.label, probability: label.probabilities[0].probability)
      }
    }
  }

  private struct Token: Encodable {
    let token, label: String
    let probability: Double
  }
}

/// Returns the tokens of a line, which whitespace separates.
private func tokens(of line: String) -> [String] {
  let bytes = line.utf8Span.span
  return fields(of: bytes).map { String($0, of: bytes) }
}

/// Returns the median and the 99th percentile of times; nil if there are none.
private func latencyNote(_ latencies: [Duration]) -> String? {
  if latencies.isEmpty { return nil }
  let sorted = latencies.sorted()
  func milliseconds(_ share: Double) -> String {
    let time = sorted[Int(Double(sorted.count - 1) * share)]
    return decimal(1000 * (time / .seconds(1)), places: 3) + " ms"
  }
  return "\(counted(sorted.count, "token")); time from a token to its label: median "
    + "\(milliseconds(0.5)), 99th percentile \(milliseconds(0.99))"
}
