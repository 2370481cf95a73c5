// SPDX-License-Identifier: Apache-2.0

import Messages

extension ConfigurationError: Explainable {
  var explanation: ErrorText {
    let place = line.map { "\(path), line \($0)" } ?? path
    return switch problem {
    case .noMapping:
      ErrorText(.badData, "\(place): expected a key, a colon and a value.", advice: Self.form)
    case .unknownKey(let key, let nearest):
      ErrorText(
        .badData, "\(place): '\(key)' is not a setting.",
        advice: nearest.map { "Did you mean '\($0)'?" } ?? Self.form)
    case .nested(let key, let found):
      ErrorText(
        .badData, "\(place): '\(key)' is \(found), but must be a single value.", advice: Self.form)
    case .wrongKind(let key, let expected, let found):
      ErrorText(.badData, "\(place): '\(key)' is '\(found)', but must be \(expected).")
    case .wrongFormula(let key, let error):
      ErrorText(.badData, "\(place), '\(key)'\(error.words).")
    }
  }

  static let form =
    "Each line is a flag of the command, with underscores instead of hyphens, and its "
    + "value: 'hidden_size: 512'."
}
