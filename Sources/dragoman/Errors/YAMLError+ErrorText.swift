// SPDX-License-Identifier: Apache-2.0

import Messages

extension YAMLError: Explainable {
  var explanation: ErrorText {
    let place = line.map { "\(path), line \($0)" } ?? path
    return switch problem {
    case .invalidUTF8:
      ErrorText(.badData, "\(place): this is not valid UTF-8.")
    case .syntax(let problem):
      ErrorText(.badData, "\(place): this is not YAML: \(problem).", advice: form)
    case .duplicateKey(let key):
      ErrorText(
        .badData, "\(place): the key '\(key)' occurs more than once.",
        advice: "Keep one of them.")
    }
  }
}
