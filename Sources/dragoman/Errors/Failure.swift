// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files
import Glibc

/// Ends the process after an error, with a message on standard error and an exit status.
enum Failure {
  /// The status that a shell reports for a process ended by a closed pipe.
  private static let brokenPipeStatus = 128 + SIGPIPE

  static func end(_ error: any Error) -> Never {
    if let error = error as? FileError, error.code == EPIPE, error.path == StandardOutput.name {
      exit(brokenPipeStatus)
    }
    guard let explanation = explanation(of: error) else { DragomanCommand.exit(withError: error) }
    let console = Console()
    console.clearProgress()
    console.note(console.bold("Error: ") + explanation.message)
    if let advice = explanation.advice { console.note(advice) }
    exit(explanation.status.rawValue)
  }

  /// Returns nil if the argument parser reports the error itself.
  private static func explanation(of error: any Error) -> Explanation? {
    if let error = error as? any Explainable { return error.explanation }
    if DragomanCommand.exitCode(for: error) != .failure { return nil }
    return Explanation(
      .software, "Something went wrong that this program has no words for.",
      advice: "What was saved before is untouched. Please report it with the command you typed.")
  }
}
