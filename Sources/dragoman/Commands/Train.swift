// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a model.",
    discussion: """
      Without the name of a task, trains a translator: the first two commands below are equivalent.

        dragoman train --pairs eng-fra.tsv --checkpoint checkpoints/en-fr
        dragoman train translation --pairs eng-fra.tsv --checkpoint checkpoints/en-fr
        dragoman train language-model --text shakespeare.txt \\
          --checkpoint checkpoints/shakespeare
        dragoman train classifier --examples names.tsv --checkpoint checkpoints/names
        dragoman train labeller --tokens train.conllu --checkpoint checkpoints/tagger
        dragoman train generator --vectors train.npy --target train.txt \\
          --checkpoint checkpoints/captions

      'dragoman train translation --help' lists all options for translators, \
      'dragoman train language-model --help' those for language models, and so on.
      """,
    subcommands: [
      TrainTranslation.self, TrainLanguageModel.self, TrainClassifier.self, TrainLabeller.self,
      TrainGenerator.self,
    ],
    defaultSubcommand: TrainTranslation.self)
}

// MARK: - The task

extension Train {
  /// Returns the error for arguments that the parser refuses because they name no task and belong
  /// to another one than the default; nil for all others.
  static func missingTask(_ arguments: [String]) -> UsageError? {
    guard arguments.first == commandName, arguments.dropFirst().first?.hasPrefix("-") == true else {
      return nil
    }
    let fitting = subcommandNames.first { task in
      (try? DragomanCommand.parseAsRoot([commandName, task] + arguments.dropFirst())) != nil
    }
    return fitting.map {
      UsageError(
        command: commandName,
        message:
          "Without a task, 'dragoman train' trains a translator, but the options given are those of "
          + "'dragoman train \($0)'.")
    }
  }
}
