// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Dragoman
import Inference

struct CheckpointArgument: ParsableArguments {
  @Argument(
    help: ArgumentHelp("Directory written by 'dragoman train'.", valueName: "checkpoint"))
  var directory: String

  func load(for command: String) throws -> Checkpoint {
    try requireCheckpoints([directory], for: command)
    return try Checkpoint(directory: directory)
  }

  func loadLanguageModel(for command: String) throws -> LanguageModelCheckpoint {
    try requireCheckpoints([directory], for: command)
    return try LanguageModelCheckpoint(directory: directory)
  }
}

struct CheckpointArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      """
      Directory written by 'dragoman train'. Several translators form an ensemble: their probabilities are \
      averaged.
      """, valueName: "checkpoint"))
  var directories: [String]

  func load(for command: String) throws -> [Checkpoint] {
    try requireCheckpoints(directories, for: command)
    return try directories.map { try Checkpoint(directory: $0) }
  }
}
