// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Dragoman

struct CheckpointArgument: ParsableArguments {
  @Argument(
    help: ArgumentHelp("The directory that 'dragoman train' wrote.", valueName: "checkpoint"))
  var directory: String

  func load(for command: String) throws -> Checkpoint {
    try requireCheckpoints([directory], for: command)
    return try Checkpoint(directory: directory)
  }
}

struct CheckpointArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "The directory that 'dragoman train' wrote; of several, the mean of the probabilities counts.",
      valueName: "checkpoint"))
  var directories: [String]

  func load(for command: String) throws -> [Checkpoint] {
    try requireCheckpoints(directories, for: command)
    return try directories.map { try Checkpoint(directory: $0) }
  }
}

struct SideOption: ParsableArguments {
  @Option(help: "Whose words: of the source or of the target language.")
  var side: Checkpoint.Side
}

extension Checkpoint.Side: ExpressibleByArgument {}
