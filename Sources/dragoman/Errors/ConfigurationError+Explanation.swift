// SPDX-License-Identifier: Apache-2.0

extension ConfigurationError: Explainable {
  var explanation: Explanation {
    let place = line.map { "\(path), line \($0)" } ?? path
    return switch problem {
    case .invalidUTF8:
      Explanation(.badData, "\(place): this is not valid UTF-8.")
    case .syntax(let problem):
      Explanation(.badData, "\(place): this is not YAML: \(problem).", advice: Self.form)
    case .noMapping:
      Explanation(.badData, "\(place): expected a key, a colon and a value.", advice: Self.form)
    case .duplicateKey(let key):
      Explanation(
        .badData, "\(place): the key '\(key)' occurs more than once.",
        advice: "Keep one of them.")
    case .unknownKey(let key, let nearest):
      Explanation(
        .badData, "\(place): '\(key)' is not a setting.",
        advice: nearest.map { "Did you mean '\($0)'?" } ?? Self.form)
    case .nested(let key, let found):
      Explanation(
        .badData, "\(place): '\(key)' is \(found), but must be a single value.", advice: Self.form)
    case .wrongKind(let key, let expected, let found):
      Explanation(.badData, "\(place): '\(key)' is '\(found)', but must be \(expected).")
    }
  }

  private static let form =
    "Each line is a flag of the command, with underscores instead of hyphens, and its "
    + "value: 'hidden_size: 512'."
}
