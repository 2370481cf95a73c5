// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a model.",
    discussion: """
      Without the name of a task, trains a translator: these commands are the same.

        dragoman train --pairs eng-fra.tsv --checkpoint checkpoints/en-fr
        dragoman train translation --pairs eng-fra.tsv --checkpoint checkpoints/en-fr

      'dragoman train translation --help' lists the options of a task.
      """,
    subcommands: [TrainTranslation.self, TrainLanguageModel.self],
    defaultSubcommand: TrainTranslation.self)
}
