// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct Lecture: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lecture",
    abstract:
      "Write the data for an experiment of the kind shown in courses on recurrent networks.",
    discussion: """
      Without a name, lists the experiments. With the name of one, writes training and test files, and prints \
      the commands that train and evaluate a model on them:

        dragoman lecture
        dragoman lecture temporal-order --level hard

      'dragoman lecture temporal-order --help' lists the options of that experiment. 'make lectures' runs all \
      the experiments in this repository and writes a page of their results.
      """,
    subcommands: [
      LectureTemporalOrder.self, LectureNames.self, LectureWindowOrState.self, LectureEcho.self,
      LectureGradients.self,
      LectureCells.self, LecturePrograms.self, LectureCopy.self, LectureReverse.self,
      LectureAddition.self, LectureDigits.self, LectureStrokes.self, LectureScenes.self,
      LectureDetectors.self,
      LectureReport.self,
    ])

  /// Prints the lectures, one per line.
  func run() throws {
    var table = Table([("lecture", .left), ("", .left)])
    for command in Self.lectures {
      table.add([command.commandName, command.configuration.abstract])
    }
    try StandardOutput.print(table.text)
    Console().note("\nTo write the data for one of them: dragoman lecture NAME")
  }

  private static var lectures: [any ParsableCommand.Type] {
    configuration.subcommands.filter { $0 is any LectureCommand.Type }
  }
}
