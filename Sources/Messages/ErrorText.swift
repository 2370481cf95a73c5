// SPDX-License-Identifier: Apache-2.0

/// The text about an error for the user of a program, in English, and the exit status of the program.
///
/// The library throws facts, such as `FileError`, and this is their wording. It names options and
/// commands of the program `dragoman`.
public struct ErrorText: Equatable, Sendable {
  /// The problem, its place, and what was expected. It may have several lines.
  public let message: String
  /// The remedy; nil if there is none to suggest.
  public let advice: String?
  public let status: ExitStatus

  /// Creates the text of an error of the program itself.
  public init(_ status: ExitStatus, _ message: String, advice: String? = nil) {
    self.status = status
    self.message = message
    self.advice = advice
  }

  /// Returns the text of an error that the library throws; nil for any other error.
  public init?(of error: any Error) {
    guard let error = error as? any Explainable else { return nil }
    self = error.explanation
  }
}

/// An error with a text for the user.
package protocol Explainable: Error {
  var explanation: ErrorText { get }
}
