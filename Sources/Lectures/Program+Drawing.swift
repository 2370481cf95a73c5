// SPDX-License-Identifier: Apache-2.0

/// How hard a program is to evaluate.
package struct ProgramDifficulty: Sendable, Equatable {
  /// The maximum number of digits of a literal.
  package var length: Int
  /// The number of operations.
  package var nesting: Int

  package init(length: Int, nesting: Int) { (self.length, self.nesting) = (length, nesting) }

  /// The lengths and nestings whose values always fit into `Int`.
  package static let lengths = 1...8
  package static let nestings = 1...6

  fileprivate var literals: ClosedRange<Int> {
    1...((0..<length).reduce(1) { power, _ in 10 * power } - 1)
  }

  /// The factors and the numbers of repetitions.
  fileprivate var smallLiterals: ClosedRange<Int> { 1...4 * length }
}

extension Program {
  /// Draws a program: the kind of each operation, the literals and the variables are all equally
  /// probable.
  package init(
    _ difficulty: ProgramDifficulty, _ random: inout some RandomNumberGenerator
  ) {
    // `x` counts the repetitions of loops.
    var names = "abcdefghijklmnopqrstuvwyz".shuffled(using: &random)
    let start = Int.random(in: difficulty.literals, using: &random)
    let operations = (0..<difficulty.nesting).map { _ in
      Operation(difficulty, name: names.removeLast(), &random)
    }
    self.init(start, operations)
  }
}

extension Program.Operation {
  private enum Kind: CaseIterable { case sum, product, assignment, loop, condition }

  /// Draws an operation; `name` is that of a variable, if it needs one.
  fileprivate init(
    _ difficulty: ProgramDifficulty, name: Character, _ random: inout some RandomNumberGenerator
  ) {
    func literal() -> Int { Int.random(in: difficulty.literals, using: &random) }
    func smallLiteral() -> Int { Int.random(in: difficulty.smallLiterals, using: &random) }
    func sign() -> Program.Sign { Program.Sign.allCases.randomElement(using: &random) ?? .plus }
    switch Kind.allCases.randomElement(using: &random) ?? .sum {
    case .sum: self = .sum(sign(), literal(), literalFirst: Bool.random(using: &random))
    case .product: self = .product(smallLiteral(), literalFirst: Bool.random(using: &random))
    case .assignment: self = .assignment(name, sign(), literal())
    case .loop: self = .loop(name, times: smallLiteral(), sign(), literal())
    case .condition:
      let relation = Program.Relation.allCases.randomElement(using: &random) ?? .less
      self = .condition(literal(), relation, literal(), otherwise: literal())
    }
  }
}
