// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct CheckpointOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The directory to write the checkpoint to.", valueName: "directory"))
  var checkpoint: String?

  @Flag(
    help: """
      Go on with the checkpoint in the directory. Settings that are not given stay as they were; \
      the corpus has to be given again.
      """)
  var resume = false

  @Flag(help: "Replace the checkpoint in the directory.")
  var overwrite = false

  @Flag(
    help: """
      Resume although the training text or the dev set is not the one that training began with.
      """
  )
  var allowChangedCorpus = false

  @Option(
    help: ArgumentHelp(
      "Read settings from a YAML file of 'key: value' lines, named as the flags with underscores: "
        + "'hidden_size: 512'. Flags override it.", valueName: "file"))
  var config: String?
}
