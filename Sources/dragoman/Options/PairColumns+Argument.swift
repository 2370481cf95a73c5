// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Corpora
import Messages
import Text

/// Returns the columns that `--columns` chooses; the first two if it is not given. `names` are what
/// the columns hold.
///
/// - Throws: `UsageError` if `text` does not choose two columns.
func pairColumns(
  _ text: String?, command: String, of names: (String, String) = ("source", "target")
) throws(UsageError) -> PairColumns {
  guard let text else { return .firstTwo }
  do throws(PairColumns.Fault) {
    return try PairColumns(text)
  } catch {
    throw UsageError(
      command: command,
      message: "--columns is '\(text)', but must be \(error.expectation(of: names)).")
  }
}

/// Returns the columns of a file of tokens that `--columns` chooses; nil if it is not given.
///
/// - Throws: `UsageError` if `text` does not choose two columns.
func tokenColumns(_ text: String?, command: String) throws(UsageError) -> PairColumns? {
  guard let text else { return nil }
  return try pairColumns(text, command: command, of: ("token", "label"))
}
