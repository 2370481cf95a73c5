// SPDX-License-Identifier: Apache-2.0

import Files
import Messages

/// Standard input that is not text.
struct InputFormatError: Explainable, Equatable {
  /// The command that reads standard input.
  let command: String
  let format: FileFormat

  var explanation: ErrorText { format.refusal(of: .standardInput(of: command)) }
}
