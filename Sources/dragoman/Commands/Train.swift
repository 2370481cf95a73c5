// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Inspection

struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a model.",
    discussion: """
      Without the name of a task, trains a translator: the first two commands are the same.

        dragoman train --pairs eng-fra.tsv --checkpoint checkpoints/en-fr
        dragoman train translation --pairs eng-fra.tsv --checkpoint checkpoints/en-fr
        dragoman train language-model --text shakespeare.txt \\
          --checkpoint checkpoints/shakespeare
        dragoman train classifier --examples names.tsv --checkpoint checkpoints/names

      'dragoman train translation --help' lists all options for translators, \
      'dragoman train language-model --help' those for language models, and so on.
      """,
    subcommands: [TrainTranslation.self, TrainLanguageModel.self, TrainClassifier.self],
    defaultSubcommand: TrainTranslation.self)
}

// MARK: - The task

/// Errors in the name of the task. The parser would take a misspelt name for an argument of the
/// default task, and then complain about flags.
extension Train {
  private static var name: String { configuration.commandName ?? "" }
  private static var tasks: [String] {
    configuration.subcommands.compactMap { $0.configuration.commandName }
  }

  /// - Throws: `UsageError` if `arguments`, those of the program, name a task that does not exist.
  static func checkTask(_ arguments: [String]) throws(UsageError) {
    guard arguments.first == name, let task = arguments.dropFirst().first,
      !task.hasPrefix("-"), !tasks.contains(task)
    else { return }
    let nearest = nearestSpellings(to: task, among: tasks, count: 1).first
    throw UsageError(
      command: name,
      message: "'\(task)' is not a task: give \(listed(tasks, "or"))."
        + (nearest.map { " Did you mean '\($0)'?" } ?? ""))
  }

  /// Returns the error for arguments that the parser refuses because they name no task and belong
  /// to another one than the default; nil for all others.
  static func missingTask(_ arguments: [String]) -> UsageError? {
    guard arguments.first == name, arguments.dropFirst().first?.hasPrefix("-") == true else {
      return nil
    }
    let fitting = tasks.first { task in
      (try? DragomanCommand.parseAsRoot([name, task] + arguments.dropFirst())) != nil
    }
    return fitting.map {
      UsageError(
        command: name,
        message: "Without a task, 'dragoman train' trains a translator, but these are options of "
          + "'dragoman train \($0)'.")
    }
  }
}
