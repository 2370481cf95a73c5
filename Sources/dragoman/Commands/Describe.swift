// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Inspection

struct Describe: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the configuration, sizes and training history of a checkpoint.",
    discussion: """
        dragoman describe checkpoints/de-en
        dragoman describe checkpoints/de-en --json
        dragoman describe checkpoints/de-en --plot model.html

      With --plot, draws the layers of the model as boxes with arrows between them, twice: rolled, with the \
      shapes and parameter counts of each layer, and unrolled over three steps.
      """)

  @OptionGroup var checkpoint: CheckpointArgument

  @Flag(help: "Print a JSON object, with all entries of the history.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Write a drawing of the model to this file, whose name must end in .html.",
      valueName: "file"))
  var plot: String?

  func validate() throws {
    if let plot, !plot.lowercased().hasSuffix(".html") {
      throw ValidationError("--plot is \(plot), but must end in .html.")
    }
  }

  func run() throws {
    let directory = checkpoint.directory
    try requireCheckpoints([directory], for: "describe")
    let description = try DescribedCheckpoint(directory: directory)
    try StandardOutput.print(json ? description.json() : description.text)
    guard let plot else { return }
    try makeRoom(forFile: plot)
    try ModelPage(title: directory, description.drawing()).write(to: plot)
    Console().note("Wrote the plot to \(plot).")
  }
}
