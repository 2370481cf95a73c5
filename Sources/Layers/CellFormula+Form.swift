// SPDX-License-Identifier: Apache-2.0

import Compute

/// The limits of the formulas that a search considers.
package struct CellFormulaLimits: Sendable {
  /// The maximum number of gates, functions, sums and other parts, in all statements together.
  package var size = 30
  /// The maximum depth of an expression.
  package var depth = 8
  package var gates = 6

  package init() {}
}

/// A formula without names of intermediate values: what mutations change.
package struct PlainCellFormula: Hashable, Sendable {
  package typealias Expression = CellFormula.Expression

  /// The cell state, if there is one.
  package var cell: Expression?
  package var hidden: Expression

  package init(cell: Expression?, hidden: Expression) {
    (self.cell, self.hidden) = (cell, hidden)
  }

  /// Writes intermediate values in the places of their names.
  package init(_ formula: CellFormula) {
    var values: [String: Expression] = [:]
    var (cell, hidden): (Expression?, Expression) = (nil, .hiddenState)
    for statement in formula.statements {
      let expression = statement.expression.mapLeaves { leaf in
        if case .named(let name) = leaf, name != CellFormula.cellState {
          values[name] ?? leaf
        } else {
          leaf
        }
      }
      switch statement.name {
      case CellFormula.cellState: cell = expression
      case CellFormula.hiddenState: hidden = expression
      default: values[statement.name] = expression
      }
    }
    self.init(cell: cell, hidden: hidden)
  }

  /// The new cell state, in the expression of the hidden state.
  package static let newCell = Expression.named(CellFormula.cellState)

  /// The formula with gates numbered in the order in which they occur.
  package var formula: CellFormula {
    let plain = numberingGates
    let cell = plain.cell.map { [CellFormula.Statement(CellFormula.cellState, $0)] } ?? []
    return CellFormula(
      checked: cell + [CellFormula.Statement(CellFormula.hiddenState, plain.hidden)])
  }

  private var numberingGates: PlainCellFormula {
    var numbers: [Int: Int] = [:]
    return mapLeaves { leaf in
      guard case .gate(let kind, let gate) = leaf else { return leaf }
      let number = numbers[gate] ?? numbers.count
      numbers[gate] = number
      return .gate(kind, number)
    }
  }

  private func mapLeaves(_ change: (Expression) -> Expression) -> PlainCellFormula {
    let cell = cell?.mapLeaves(change)
    return PlainCellFormula(cell: cell, hidden: hidden.mapLeaves(change))
  }

  /// The same for formulas that differ only in the order of addends, factors and gates.
  package var identity: String {
    PlainCellFormula(cell: cell?.sorted, hidden: hidden.sorted).formula.description
  }
}

// MARK: - Which formulas are worth training

extension PlainCellFormula {
  private var parts: [Expression] { (cell.map { [$0] } ?? []) + [hidden] }

  package var size: Int { parts.reduce(0) { $0 + $1.size } }

  package var gates: Set<Int> {
    var gates: Set<Int> = []
    for part in parts {
      part.visit { if case .gate(_, let gate) = $0 { gates.insert(gate) } }
    }
    return gates
  }

  package func isWithin(_ limits: CellFormulaLimits) -> Bool {
    size <= limits.size && gates.count <= limits.gates
      && parts.allSatisfy { $0.depth <= limits.depth }
  }

  /// True if the hidden state depends on the input and on the state before, if it uses the cell
  /// state when there is one, and if no part is without effect.
  package var isSensible: Bool {
    var leaves: Set<Expression> = []
    func collect(_ expression: Expression) {
      expression.visit { if $0.operands.isEmpty { leaves.insert($0) } }
    }
    collect(hidden)
    if let cell {
      guard leaves.contains(Self.newCell) else { return false }
      collect(cell)
    }
    let readsInput = leaves.contains { $0.isGate(.sum) || $0.isGate(.input) }
    let readsState = leaves.contains {
      $0.isGate(.sum) || $0.isGate(.hidden) || $0 == .hiddenState || $0 == .cellState
    }
    return readsInput && readsState && parts.allSatisfy { !$0.hasIdleParts }
  }
}

extension CellFormula.Expression {
  package var size: Int { 1 + operands.reduce(0) { $0 + $1.size } }
  package var depth: Int { 1 + (operands.map(\.depth).max() ?? 0) }

  fileprivate func isGate(_ kind: CellFormula.Gate) -> Bool {
    if case .gate(kind, _) = self { true } else { false }
  }

  /// True if a part returns its operand, or the operand of its operand: 1 − (1 − x), or max(0, x) of
  /// what is never negative.
  fileprivate var hasIdleParts: Bool {
    let isIdle =
      switch self {
      case .complement(.complement): true
      case .activation(.relu, .activation(.relu, _)), .activation(.relu, .activation(.sigmoid, _)):
        true
      default: false
      }
    return isIdle || operands.contains(where: \.hasIdleParts)
  }

  func mapLeaves(
    _ change: (CellFormula.Expression) -> CellFormula.Expression
  ) -> CellFormula.Expression {
    switch self {
    case .gate, .hiddenState, .cellState, .named: change(self)
    case .activation(let activation, let x): .activation(activation, x.mapLeaves(change))
    case .complement(let x): .complement(x.mapLeaves(change))
    case .sum(let x, let y): .sum(x.mapLeaves(change), y.mapLeaves(change))
    case .product(let x, let y): .product(x.mapLeaves(change), y.mapLeaves(change))
    }
  }

  /// Addends and factors in the order of their texts, in which gates have no numbers.
  fileprivate var sorted: CellFormula.Expression {
    switch self {
    case .gate, .hiddenState, .cellState, .named: return self
    case .activation(let activation, let x): return .activation(activation, x.sorted)
    case .complement(let x): return .complement(x.sorted)
    case .sum(let x, let y):
      let (first, second) = Self.ordered(x.sorted, y.sorted)
      return .sum(first, second)
    case .product(let x, let y):
      let (first, second) = Self.ordered(x.sorted, y.sorted)
      return .product(first, second)
    }
  }

  private static func ordered(
    _ x: CellFormula.Expression, _ y: CellFormula.Expression
  ) -> (CellFormula.Expression, CellFormula.Expression) {
    func key(_ expression: CellFormula.Expression) -> String {
      expression.mapLeaves {
        if case .gate(let kind, _) = $0 { .gate(kind, 0) } else { $0 }
      }.description
    }
    return key(y) < key(x) ? (y, x) : (x, y)
  }
}
