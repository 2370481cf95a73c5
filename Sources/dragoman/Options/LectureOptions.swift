// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files
import Lectures
import Messages

/// The place of a lecture's data, and its random numbers.
struct LectureOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Directory for the files (default: a directory in lectures/data with the lecture's name).",
      valueName: "dir"))
  var output: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Seed for the random numbers.", valueName: "n"))
  var seed: UInt64 = 1

  @Flag(help: "Replace the files in the directory even if they contain other data.")
  var overwrite = false
}

/// A command that writes the data of a lecture.
protocol LectureCommand: ParsableCommand {
  var place: LectureOptions { get }
}

extension LectureCommand {
  static var name: String { "lecture " + commandName }

  /// Writes the files to the given directory or to the default one, in which each `variant` of a
  /// lecture has a directory of its own, and prints what they are and the commands to type `next`.
  ///
  /// - Throws: `OccupiedFileError`, `FileError`.
  func write(
    _ data: some LectureData, variant: String? = nil, next: (LecturePlace) -> [String]
  ) throws {
    let lecture = Self.commandName
    let parts = [lecture] + (variant.map { [$0] } ?? [])
    let directory = place.output ?? "lectures/data/" + parts.joined(separator: "/")
    let files = data.files(seed: place.seed)
    try files.write(to: directory, overwriting: place.overwrite)

    let console = Console()
    console.note("Wrote \(directory):")
    var table = Table([("", .left), ("", .right)])
    for file in files { table.add(["  " + file.name, counted(file.lines.count, "line")]) }
    // The empty line of the header is left out.
    table.text.split(separator: "\n").forEach { console.note(String($0)) }
    let names = LecturePlace(
      lecture: lecture, directory: directory,
      checkpoint: "checkpoints/" + parts.joined(separator: "-"))
    let commands = next(names)
    if !commands.isEmpty { console.note("Next:") }
    for command in commands { console.note("  " + command) }
  }
}

/// The names that the next commands use.
struct LecturePlace {
  let lecture: String
  let directory: String
  let checkpoint: String

  /// Returns the path of a file of the data, as a word of a shell command.
  func file(_ name: String) -> String { shellWord(directory + "/" + name) }

  /// The flag for the settings of the lecture, with a space after it.
  var configuration: String { configuration(or: "") }

  /// The same; if the file is not here, the `flags` that the data cannot do without.
  func configuration(or flags: String) -> String {
    let path = "lectures/\(lecture).yaml"
    return fileExists(path) ? "--config \(path) " : flags.isEmpty ? "" : flags + " "
  }
}
