// SPDX-License-Identifier: Apache-2.0

/// What the user reads about a failure, and what the process ends with.
struct Explanation: Equatable {
  /// What is wrong, where, and what was expected.
  let message: String
  /// What to do about it.
  let advice: String?
  let status: ExitStatus

  init(_ status: ExitStatus, _ message: String, advice: String? = nil) {
    self.status = status
    self.message = message
    self.advice = advice
  }
}

/// An error that this program has words for.
protocol Explainable: Error {
  var explanation: Explanation { get }
}

/// The statuses of `sysexits.h` that this program ends with.
enum ExitStatus: Int32 {
  /// Wrong usage.
  case usage = 64
  /// Data that is not what it should be.
  case badData = 65
  /// Input that is missing or cannot be opened.
  case missingInput = 66
  /// The computation itself went wrong.
  case software = 70
  /// Output that cannot be made.
  case cannotCreate = 73
  /// Reading or writing failed.
  case inputOutput = 74
}

/// A wrong combination of flags, or a value out of its range.
struct UsageError: Explainable, Equatable {
  let command: String
  let message: String

  var explanation: Explanation {
    Explanation(.usage, message, advice: "See 'dragoman \(command) --help' for all options.")
  }
}
