// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Training

struct Average: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Average the weights of several checkpoints of one training.",
    discussion: """
        dragoman average checkpoints/monday checkpoints/tuesday \\
          --output checkpoints/mean

      Copies of one checkpoint at several times of its training, or trainings that went on from one, \
      often translate better as their mean; trainings that began apart do not. 'dragoman train \
      --average best:4' does this inside of a run. The average translates, but cannot be trained \
      further.
      """)

  @Argument(
    help: ArgumentHelp(
      "Directories that 'dragoman train' wrote, at least two.", valueName: "checkpoint"))
  var checkpoints: [String]

  @Option(help: ArgumentHelp("The directory to write the average to.", valueName: "directory"))
  var output: String

  func validate() throws {
    if checkpoints.count < 2 { throw ValidationError("Give at least two checkpoints to average.") }
  }

  func run() throws {
    try CheckpointAverage.write(of: checkpoints, to: output)
    Console().note("Wrote the average of \(counted(checkpoints.count, "checkpoint")) to \(output).")
  }
}
