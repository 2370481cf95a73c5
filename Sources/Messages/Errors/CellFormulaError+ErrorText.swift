// SPDX-License-Identifier: Apache-2.0

package import Layers

extension CellFormulaError: Explainable {
  package var explanation: ErrorText { ErrorText(.usage, "The formula\(words).") }

  /// The place and the problem, in words, after the place of the formula.
  package var words: String { (position.map { ", character \($0): " } ?? ": ") + problem.words }
}

extension CellFormulaError.Problem {
  private static let gateNames = ["a", "x", "h"].map { "\($0)1 to \($0)\(CellFormula.gateLimit)" }
    .joined(separator: ", ")

  fileprivate var words: String {
    switch self {
    case .unexpected(let found, let expected):
      "expected \(expected.words), but "
        + (found.map { "found '\($0)'" } ?? "the formula ends there")
    case .unknownName(let name):
      "'\(name)' is unknown; the formula may use \(Self.gateNames), h, c, "
        + "sigmoid, tanh, relu and names that it has set"
    case .noSuchGate(let name, let limit):
      "'\(name)' is not a gate; gates are numbered from 1 to \(limit)"
    case .unusedGate(let gate):
      "gate \(gate) is not used; number the gates from 1 without gaps"
    case .noGates: "the formula must use at least one gate, such as a1"
    case .arithmetic(let found):
      "'\(found)' cannot be used here; a number or a minus sign can occur only in '1 - …', at the beginning of a "
        + "term, as in a1 + (1 - a2) * h"
    case .setTwice(let name): "'\(name)' is already set"
    case .reservedName(let name): "'\(name)' has a meaning of its own and cannot be set"
    case .hiddenStateNotLast: "the last statement, and only the last, must set h"
    case .cellStateNotSet: "the formula uses the cell state c but does not set it"
    case .tooLong(let limit): "a formula has at most \(limit) characters"
    }
  }
}

extension CellFormulaError.Expected {
  fileprivate var words: String {
    switch self {
    case .value: "a value"
    case .name: "the name of a variable"
    case .equals: "'='"
    case .openingParenthesis: "'('"
    case .closingParenthesis: "')', '+' or '*'"
    case .operation: "'+', '*', ';' or the end"
    }
  }
}
