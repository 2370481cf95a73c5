// SPDX-License-Identifier: Apache-2.0

/// The text that the user reads about a failure, and the exit status.
struct Explanation: Equatable {
  /// The problem, its place, and what was expected.
  let message: String
  /// The remedy.
  let advice: String?
  let status: ExitStatus

  init(_ status: ExitStatus, _ message: String, advice: String? = nil) {
    self.status = status
    self.message = message
    self.advice = advice
  }
}

/// An error with a text for the user.
protocol Explainable: Error {
  var explanation: Explanation { get }
}

/// The exit statuses of this program, from `sysexits.h`.
enum ExitStatus: Int32 {
  /// Wrong usage.
  case usage = 64
  /// Invalid data.
  case badData = 65
  /// Input that is missing or cannot be opened.
  case missingInput = 66
  /// The computation failed.
  case software = 70
  /// Output that cannot be created.
  case cannotCreate = 73
  /// Reading or writing failed.
  case inputOutput = 74
}

/// A wrong combination of flags, or a value that is out of range.
struct UsageError: Explainable, Equatable {
  let command: String
  let message: String

  var explanation: Explanation {
    Explanation(.usage, message, advice: "See 'dragoman \(command) --help' for all options.")
  }
}
