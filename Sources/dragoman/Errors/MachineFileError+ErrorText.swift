// SPDX-License-Identifier: Apache-2.0

import Messages
import Text

extension MachineFileError: Explainable {
  /// The form of a machine file, in words.
  static let form =
    "'dragoman machine --help' shows a machine file, and lectures/machines has others."

  var explanation: ErrorText {
    let place = line.map { "\(path), line \($0)" } ?? path
    return ErrorText(.badData, "\(place): \(problem.message).", advice: problem.advice)
  }
}

extension MachineFileError.Problem {
  fileprivate var message: String {
    switch self {
    case .noMapping: "expected a key, a colon and a value"
    case .missingKey(let key): "'\(key)' is missing"
    case .unknownKey(let key, _): "'\(key)' is not a key of this machine"
    case .ofOtherTask(let key, let tasks):
      "'\(key)' is only for \(listed(tasks.map { "'task: \($0)'" }, "and"))"
    case .wrongKind(let key, let expected, let found):
      "'\(key)' is \(found), but must be \(expected)"
    case .notFinite(let key, let found):
      "'\(key)' contains '\(found)', which is not a finite number"
    case .fraction(let key, let found):
      "'\(key)' contains \(found), but 'cell: step' is exact only for whole numbers"
    case .repeatedName(let name, let key): "'\(name)' occurs more than once in '\(key)'"
    case .severalUnits(let symbol, let key): "'\(symbol)' in '\(key)' is not a single character"
    case .severalTokens(let symbol, let key):
      "'\(symbol)' in '\(key)' contains whitespace, which separates a labeller's symbols"
    case .unknownName(let name, let key, let noun, let known):
      "'\(key)' names '\(name)', which is not \(noun.withArticle); the \(noun)s are "
        + listed(Self.shortened(known))
    case .rows(let key, let found, let expected, let noun):
      "'\(key)' has \(counted(found, "row")), but the machine has \(counted(expected, noun))"
    case .length(let key, let row, let found, let expected, let noun):
      (row.map { "row \($0) of " } ?? "") + "'\(key)' has \(counted(found, "number")), but the "
        + "machine has \(counted(expected, noun))"
    case .groups(let key, let row, let rows, let column, let columns):
      "'\(key)' connects '\(row)', which has \(counted(rows, "element")), with '\(column)', which has "
        + grouped(columns)
    }
  }

  fileprivate var advice: String? {
    switch self {
    case .noMapping, .missingKey: MachineFileError.form
    case .unknownKey(_, let nearest):
      nearest.map { "Did you mean '\($0)'?" } ?? MachineFileError.form
    case .severalUnits: "With 'unit: word', symbols are words."
    case .groups: "Groups are connected one to one: both need the same number of elements."
    case .fraction: "Multiply all weights and biases by a number that makes them whole."
    default: nil
    }
  }

  /// The first names, if there are many.
  private static func shortened(_ names: [String]) -> [String] {
    names.count <= 12 ? names : names.prefix(11) + ["\(names.count - 11) more"]
  }
}

extension String {
  fileprivate var withArticle: String {
    (first.map("aeiou".contains) ?? false ? "an " : "a ") + self
  }
}
