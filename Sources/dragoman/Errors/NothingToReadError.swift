// SPDX-License-Identifier: Apache-2.0

import Messages

/// An input without a step to read.
struct NothingToReadError: Explainable, Equatable {
  var explanation: ErrorText {
    ErrorText(.badData, "There is nothing to read: no line has a token.")
  }
}
