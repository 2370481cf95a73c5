// SPDX-License-Identifier: Apache-2.0

import Text

/// Returns the columns chosen by `--columns`; the first two without it.
///
/// - Throws: `UsageError` if `text` does not choose two columns.
func pairColumns(_ text: String?, command: String) throws(UsageError) -> PairColumns {
  guard let text else { return .firstTwo }
  do throws(PairColumns.Fault) {
    return try PairColumns(text)
  } catch {
    throw UsageError(
      command: command, message: "--columns is '\(text)', but must be \(error.expectation).")
  }
}

extension PairColumns.Fault {
  fileprivate var expectation: String {
    switch self {
    case .count:
      "two columns with a comma between them, of the source and of the target: --columns 2,4"
    case .belowOne: "of columns that are counted from 1"
    case .same: "of two different columns"
    }
  }
}
