// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BenchmarkSupport
import Checkpoints
import Inference

/// Times a classifier or a labeller that answers one line at a time.
struct OneByOne: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Time the answers of a classifier or a labeller to the lines of standard input, one at a time.",
    discussion: "Each line is a text or, for a labeller, tokens separated by spaces.")

  @Argument(help: "Directory of the checkpoint.") var checkpoint: String
  @Option(help: "Number of threads.") var threads = 1
  @Flag(help: "Round weights to 8 bits.") var int8 = false
  @Option(help: "How often all lines are read, after a first time to warm up.") var rounds = 5

  func run() throws {
    let lines = Array(sequence(first: "") { _ in readLine() }.dropFirst())
    let answer = try self.answer()
    lines.forEach(answer)
    let rates = (0..<rounds).map { _ in
      let start = ContinuousClock.now
      lines.forEach(answer)
      return Double(lines.count) / (start.duration(to: .now) / .seconds(1))
    }
    print(
      "\(decimal(rates.quantile(0.5), places: 0)) lines/s "
        + "(\(decimal(rates.min() ?? 0, places: 0)) to \(decimal(rates.max() ?? 0, places: 0)))")
  }

  private func answer() throws -> (String) -> Void {
    let task = try CheckpointFiles(directory: checkpoint).readTask()
    if task == LabellerSettings.task {
      let labeller = try Labeller(
        LabellerCheckpoint(directory: checkpoint), threads: threads, quantized: int8)
      return { _ = labeller.label([$0.split(separator: " ").map(String.init)]) }
    }
    let classifier = try Classifier(
      ClassifierCheckpoint(directory: checkpoint), threads: threads, quantized: int8)
    return { _ = classifier.classify([$0]) }
  }
}
