// SPDX-License-Identifier: Apache-2.0

package import Corpora

extension PairColumns.Fault: Explainable {
  package var explanation: ErrorText {
    ErrorText(.usage, "The columns must be \(expectation(of: ("source", "target"))).")
  }
}

extension PairColumns.Fault {
  /// Returns what a text that chooses two columns must be. `names` are what the columns hold.
  package func expectation(of names: (String, String)) -> String {
    switch self {
    case .count:
      "a \(names.0) and a \(names.1) column, separated by a comma: --columns 2,4"
    case .belowOne: "two column numbers, counted from 1"
    case .same: "two different columns"
    }
  }
}
