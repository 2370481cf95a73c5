// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Inspection
import Messages

extension ParsableCommand {
  static var commandName: String { configuration.commandName ?? "" }
  static var subcommandNames: [String] { configuration.subcommands.map { $0.commandName } }

  /// - Throws: `UsageError` if `arguments`, those of the program, name a subcommand of this command
  ///   that does not exist. The parser would take a misspelt name for an argument of the command
  ///   itself or of its default subcommand, and then complain about flags. `kind` is what the
  ///   subcommands are, such as a task.
  static func checkSubcommand(of kind: String, _ arguments: [String]) throws(UsageError) {
    guard arguments.first == commandName, let name = arguments.dropFirst().first,
      !name.hasPrefix("-"), !subcommandNames.contains(name)
    else { return }
    let nearest = nearestSpellings(to: name, among: subcommandNames, count: 1).first
    throw UsageError(
      command: commandName,
      message: "'\(name)' is not a \(kind): give \(listed(subcommandNames, "or"))."
        + (nearest.map { " Did you mean '\($0)'?" } ?? ""))
  }
}
