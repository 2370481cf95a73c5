// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Inference
import Models
import Tasks
import Training

struct Describe: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the configuration, sizes and training history of a checkpoint.",
    discussion: """
        dragoman describe checkpoints/de-en
        dragoman describe checkpoints/de-en --json
      """)

  @OptionGroup var checkpoint: CheckpointArgument

  @Flag(help: "Print a JSON object, with all entries of the history.")
  var json = false

  func run() throws {
    let checkpoint = try checkpoint.load(for: "describe")
    let record = try CheckpointRecord(checkpoint.files)
    let history = try MetricsEntry.entries(of: checkpoint.files)
    let description = CheckpointDescription(checkpoint, record, history)
    try StandardOutput.print(json ? description.json : description.text)
  }
}
