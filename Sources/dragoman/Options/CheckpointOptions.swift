// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Dragoman
import Inference

struct CheckpointOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Directory of the checkpoint.", valueName: "directory"))
  var checkpoint: String?

  @Flag(
    help: """
      Continue training the existing checkpoint. Settings that are not given keep their values; the corpus must \
      be given again.
      """)
  var resume = false

  @Flag(
    help: "Replace an existing checkpoint.")
  var overwrite = false

  @Flag(
    help: """
      Resume even if the training text or the dev set has changed since training began.
      """)
  var allowChangedCorpus = false

  @Option(
    help: ArgumentHelp(
      """
      Read settings from a YAML file of 'key: value' lines. Keys are flags with underscores instead of \
      hyphens: \
      'hidden_size: 512'. Flags override the file.
      """, valueName: "file"))
  var config: String?

  func check() throws(ValidationError) {
    if resume && overwrite { throw ValidationError("Give --resume or --overwrite, not both.") }
  }
}

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
