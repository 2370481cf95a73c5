// SPDX-License-Identifier: Apache-2.0

/// A short program in Python that prints one integer (Zaremba and Sutskever, "Learning to execute",
/// 2014).
///
/// It begins with a number and applies operations to it. All other operands are literals, and no
/// operation multiplies or repeats more than a few times, so that one pass from left to right with
/// constant memory is enough to evaluate it.
package struct Program: Sendable, Equatable {
  package enum Sign: String, Sendable, CaseIterable {
    case plus = "+"
    case minus = "-"
  }

  package enum Relation: String, Sendable, CaseIterable {
    case less = "<"
    case greater = ">"
  }

  /// An operation on the value so far, `e`.
  package enum Operation: Sendable, Equatable {
    /// `(e+5)`, or `(5+e)` if the literal is first.
    case sum(Sign, Int, literalFirst: Bool)
    /// `(e*5)`, or `(5*e)` if the literal is first.
    case product(Int, literalFirst: Bool)
    /// `a=e` on a line of its own, then `(a+5)`.
    case assignment(Character, Sign, Int)
    /// `a=e`, `for x in range(3):` and `a+=5` on lines of their own, then `a`.
    case loop(Character, times: Int, Sign, Int)
    /// `e if 1<2 else 5`.
    case condition(Int, Relation, Int, otherwise: Int)
  }

  package let start: Int
  package let operations: [Operation]

  package init(_ start: Int, _ operations: [Operation]) {
    (self.start, self.operations) = (start, operations)
  }
}

// MARK: - Value

extension Program {
  /// The integer that the program prints; nil if it, or a number on the way, does not fit into `Int`.
  package var value: Int? {
    operations.reduce(start) { value, operation in value.flatMap { operation.result(of: $0) } }
  }
}

extension Program.Operation {
  fileprivate func result(of value: Int) -> Int? {
    switch self {
    case .sum(.minus, let literal, literalFirst: true):
      exact(literal.subtractingReportingOverflow(value))
    case .sum(let sign, let literal, _), .assignment(_, let sign, let literal):
      sign.applied(value, literal)
    case .product(let literal, _): exact(value.multipliedReportingOverflow(by: literal))
    case .loop(_, let times, let sign, let literal):
      exact(literal.multipliedReportingOverflow(by: times)).flatMap { sign.applied(value, $0) }
    case .condition(let left, let relation, let right, let otherwise):
      (relation == .less ? left < right : left > right) ? value : otherwise
    }
  }
}

extension Program.Sign {
  fileprivate func applied(_ left: Int, _ right: Int) -> Int? {
    exact(
      self == .plus
        ? left.addingReportingOverflow(right) : left.subtractingReportingOverflow(right))
  }
}

private func exact(_ result: (partialValue: Int, overflow: Bool)) -> Int? {
  result.overflow ? nil : result.partialValue
}

// MARK: - Text

extension Program {
  /// The lines of the program, with a line feed between them.
  package var text: String {
    var lines: [String] = []
    var expression = Expression("\(start)")
    for operation in operations { expression = operation.written(expression, &lines) }
    return (lines + ["print(\(expression.text))"]).joined(separator: "\n")
  }
}

/// The text of an expression.
private struct Expression {
  let text: String
  /// The text as an operand: a condition needs parentheses.
  let operand: String

  init(_ text: String) { (self.text, operand) = (text, text) }

  init(condition: String) { (text, operand) = (condition, "(\(condition))") }
}

extension Program.Operation {
  /// Returns the expression of the result. Appends the statements before it to `lines`.
  fileprivate func written(_ expression: Expression, _ lines: inout [String]) -> Expression {
    switch self {
    case .sum(let sign, let literal, let literalFirst):
      return Self.binary(expression, sign.rawValue, literal, literalFirst)
    case .product(let literal, let literalFirst):
      return Self.binary(expression, "*", literal, literalFirst)
    case .assignment(let name, let sign, let literal):
      lines.append("\(name)=\(expression.text)")
      return Expression("(\(name)\(sign.rawValue)\(literal))")
    case .loop(let name, let times, let sign, let literal):
      lines += [
        "\(name)=\(expression.text)", "for x in range(\(times)):",
        "    \(name)\(sign.rawValue)=\(literal)",
      ]
      return Expression("\(name)")
    case .condition(let left, let relation, let right, let otherwise):
      return Expression(
        condition: "\(expression.operand) if \(left)\(relation.rawValue)\(right) else \(otherwise)")
    }
  }

  private static func binary(
    _ expression: Expression, _ sign: String, _ literal: Int, _ literalFirst: Bool
  ) -> Expression {
    literalFirst
      ? Expression("(\(literal)\(sign)\(expression.operand))")
      : Expression("(\(expression.operand)\(sign)\(literal))")
  }
}
