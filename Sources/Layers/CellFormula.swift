// SPDX-License-Identifier: Apache-2.0

package import Compute

/// A recurrent cell given by a formula of gates, sums and products, such as that of an LSTM:
///
///     c = sigmoid(a2) * c + sigmoid(a1) * tanh(a3); h = sigmoid(a4) * tanh(c)
///
/// Statements set the cell state `c`, if the cell has one, names of intermediate values, and last the
/// hidden state `h`. Before they are set, `h` and `c` are the states of the step before. `a1` to `a8`
/// are the gates: each is the sum of the products with the input and with the hidden state, and their
/// biases. `x1` and `h1` are the two parts of `a1`. The functions are `sigmoid`, `tanh` and `relu`;
/// numbers occur only in `1 - …`.
public struct CellFormula: Hashable, Sendable {
  package indirect enum Expression: Hashable, Sendable {
    /// The gates count from 0.
    case gate(Gate, Int)
    /// The states of the step before.
    case hiddenState, cellState
    /// A value that an earlier statement has set.
    case named(String)
    case activation(Activation, Expression)
    case complement(Expression)
    case sum(Expression, Expression)
    case product(Expression, Expression)
  }

  /// A gate, or one of its two parts.
  package enum Gate: Hashable, Sendable {
    case sum, input, hidden
  }

  package struct Statement: Hashable, Sendable {
    package let name: String
    package let expression: Expression

    package init(_ name: String, _ expression: Expression) {
      (self.name, self.expression) = (name, expression)
    }
  }

  package static let (hiddenState, cellState) = ("h", "c")
  /// The maximum number of gates.
  package static let gateLimit = 8

  package let statements: [Statement]
  package let program: CellProgram

  /// Creates the formula of valid statements.
  init(checked statements: [Statement]) {
    self.statements = statements
    program = CellProgram(statements)
  }

  public static func == (first: CellFormula, second: CellFormula) -> Bool {
    first.statements == second.statements
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(statements) }

  /// The gates, from 0, that decide how much of the cell state is kept: their logistic function is a
  /// factor of the cell state of the step before.
  var keepingGates: Set<Int> {
    var gates: Set<Int> = []
    for statement in statements {
      statement.expression.visit { expression in
        switch expression {
        case .product(.activation(.sigmoid, .gate(_, let gate)), .cellState),
          .product(.cellState, .activation(.sigmoid, .gate(_, let gate))):
          gates.insert(gate)
        default: break
        }
      }
    }
    return gates
  }
}

extension CellFormula.Expression {
  package var operands: [CellFormula.Expression] {
    switch self {
    case .gate, .hiddenState, .cellState, .named: []
    case .activation(_, let operand), .complement(let operand): [operand]
    case .sum(let first, let second), .product(let first, let second): [first, second]
    }
  }

  /// Calls `body` with this expression and all its parts.
  package func visit(_ body: (CellFormula.Expression) -> Void) {
    body(self)
    for operand in operands { operand.visit(body) }
  }
}

// MARK: - Text

extension CellFormula: CustomStringConvertible {
  /// The formula in its usual spelling, which gives the same formula when it is read.
  public var description: String {
    statements.map { "\($0.name) = \($0.expression)" }.joined(separator: "; ")
  }
}

extension CellFormula.Expression: CustomStringConvertible {
  package var description: String {
    switch self {
    case .gate(.sum, let gate): "a\(gate + 1)"
    case .gate(.input, let gate): "x\(gate + 1)"
    case .gate(.hidden, let gate): "h\(gate + 1)"
    case .hiddenState: CellFormula.hiddenState
    case .cellState: CellFormula.cellState
    case .named(let name): name
    case .activation(let activation, let operand): "\(activation)(\(operand))"
    case .complement(let operand): "1 - " + operand.inside(.complement)
    case .sum(let first, let second): "\(first.inside(.sum)) + \(second.inside(.complement))"
    case .product(let first, let second): "\(first.inside(.product)) * \(second.inside(.factor))"
    }
  }

  /// The places of operands, by what needs parentheses there.
  private enum Place {
    /// The first operand of a sum: `1 - …` has parentheses.
    case sum
    /// The operand of `1 - …`, or the second of a sum: sums have them too.
    case complement
    /// The first operand of a product.
    case product
    /// The second operand of a product: products have them too.
    case factor
  }

  private func inside(_ place: Place) -> String {
    let isPlain =
      switch self {
      case .complement: false
      case .sum: place == .sum
      case .product: place != .factor
      default: true
      }
    return isPlain ? description : "(\(description))"
  }
}

// MARK: - The program

extension CellProgram {
  /// Equal parts of the formula are computed once.
  fileprivate init(_ statements: [CellFormula.Statement]) {
    var builder = Builder()
    for statement in statements {
      builder.values[statement.name] = builder.add(statement.expression)
    }
    guard let hidden = builder.values[CellFormula.hiddenState] else {
      preconditionFailure("a formula sets the hidden state")
    }
    self.init(builder.operations, hidden: hidden, cell: builder.values[CellFormula.cellState])
  }

  private struct Builder {
    var operations: [Operation] = []
    private var places: [Operation: Int] = [:]
    /// The operations that compute the values of names.
    var values: [String: Int] = [:]

    mutating func add(_ expression: CellFormula.Expression) -> Int {
      let operation: Operation
      switch expression {
      case .gate(.sum, let gate): operation = .gateSum(gate)
      case .gate(.input, let gate): operation = .gateInput(gate)
      case .gate(.hidden, let gate): operation = .gateHidden(gate)
      case .hiddenState: operation = .hiddenState
      case .cellState: operation = .cellState
      case .named(let name):
        guard let value = values[name] else { preconditionFailure("\(name) is set before") }
        return value
      case .activation(let activation, let operand):
        operation = .activation(activation, add(operand))
      case .complement(let operand): operation = .complement(add(operand))
      case .sum(let first, let second): operation = .sum(add(first), add(second))
      case .product(let first, let second): operation = .product(add(first), add(second))
      }
      if let place = places[operation] { return place }
      operations.append(operation)
      places[operation] = operations.count - 1
      return operations.count - 1
    }
  }
}
