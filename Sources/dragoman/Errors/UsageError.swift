// SPDX-License-Identifier: Apache-2.0

import Messages

/// A wrong combination of flags, or a value that is out of range.
struct UsageError: Explainable, Equatable {
  let command: String
  let message: String

  var explanation: ErrorText {
    ErrorText(.usage, message, advice: "See 'dragoman \(command) --help' for all options.")
  }
}
