// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Messages
import Tasks
import Training

struct Average: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Average the weights of several checkpoints.",
    discussion: """
        dragoman average checkpoints/monday checkpoints/tuesday \\
          --output checkpoints/mean

      An average of checkpoints saved at different times in one run, or of runs that started from the same \
      checkpoint, is often better than any of them; an average of independent runs is not. \
      'dragoman train --average best:4' averages epochs within a run. An average cannot be \
      trained further.
      """)

  @Argument(
    help: ArgumentHelp(
      "At least two directories written by 'dragoman train'.", valueName: "checkpoint"))
  var checkpoints: [String]

  @Option(help: ArgumentHelp("Directory for the average.", valueName: "directory"))
  var output: String

  func validate() throws {
    if checkpoints.count < 2 { throw ValidationError("Give at least two checkpoints to average.") }
  }

  func run() throws {
    try requireCheckpoints(checkpoints, for: "average")
    try GivenCheckpoints(checkpoints).requireOneTask()
    try CheckpointAverage.write(of: checkpoints, to: output)
    Console().note("Wrote the average of \(counted(checkpoints.count, "checkpoint")) to \(output).")
  }
}
