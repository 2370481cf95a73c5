// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a model.",
    discussion: """
      Without the name of a task, trains a translator: the first two commands are the same.

        dragoman train --pairs eng-fra.tsv --checkpoint checkpoints/en-fr
        dragoman train translation --pairs eng-fra.tsv --checkpoint checkpoints/en-fr
        dragoman train language-model --text shakespeare.txt \\
          --checkpoint checkpoints/shakespeare

      'dragoman train translation --help' lists all options for translators, and \
      'dragoman train language-model --help' those for language models.
      """,
    subcommands: [TrainTranslation.self, TrainLanguageModel.self],
    defaultSubcommand: TrainTranslation.self)
}
