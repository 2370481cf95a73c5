// SPDX-License-Identifier: Apache-2.0

extension YAMLError: Explainable {
  var explanation: Explanation {
    let place = line.map { "\(path), line \($0)" } ?? path
    return switch problem {
    case .invalidUTF8:
      Explanation(.badData, "\(place): this is not valid UTF-8.")
    case .syntax(let problem):
      Explanation(.badData, "\(place): this is not YAML: \(problem).", advice: form)
    case .duplicateKey(let key):
      Explanation(
        .badData, "\(place): the key '\(key)' occurs more than once.",
        advice: "Keep one of them.")
    }
  }
}
