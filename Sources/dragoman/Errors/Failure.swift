// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files
import Glibc
import Messages

/// Ends the process after an error, with a message on standard error and an exit status.
enum Failure {
  /// The status that a shell reports for a process that a closed pipe ended.
  private static let brokenPipeStatus = 128 + SIGPIPE

  static func end(_ error: any Error) -> Never {
    if let error = error as? FileError, error.code == EPIPE, error.path == FileError.standardOutput
    {
      exit(brokenPipeStatus)
    }
    guard let text = text(of: error) else { DragomanCommand.exit(withError: error) }
    let console = Console()
    console.clearProgress()
    console.note(console.bold("Error: ") + text.message)
    if let advice = text.advice { console.note(advice) }
    exit(text.status.rawValue)
  }

  /// Returns the text of the error; nil if the argument parser prints it itself.
  private static func text(of error: any Error) -> ErrorText? {
    if let text = ErrorText(of: error) { return text }
    if DragomanCommand.exitCode(for: error) != .failure { return nil }
    return ErrorText(
      .software, "An unexpected error occurred.",
      advice: "Files saved earlier are unchanged. Please report the error and your command.")
  }
}
