// SPDX-License-Identifier: Apache-2.0

package import Compute

extension CellFormula {
  /// Returns a random formula that is sensible and within the limits.
  package static func random(
    _ limits: CellFormulaLimits, _ random: inout Philox.Sequence
  ) -> CellFormula {
    while true {
      let hasCell = Bool.random(using: &random)
      var writer = ExpressionWriter(gateCount: Int.random(in: 1...limits.gates, using: &random))
      writer.hasCellState = hasCell
      let cell = hasCell ? writer.expression(depth: 4, &random) : nil
      writer.hasNewCell = hasCell
      let hidden = writer.expression(depth: 4, &random)
      let plain = PlainCellFormula(cell: cell, hidden: hidden)
      if plain.isSensible && plain.isWithin(limits) { return plain.formula }
    }
  }

  /// Returns a formula with one to three small changes, which is sensible and within the limits, and
  /// not the same but for the order of its parts.
  package func mutated(
    _ limits: CellFormulaLimits, _ random: inout Philox.Sequence
  ) -> CellFormula {
    let parent = PlainCellFormula(self)
    while true {
      var child = parent
      repeat { child.mutate(limits, &random) } while Int.random(in: 0..<3, using: &random) == 0
      if child.isSensible && child.isWithin(limits) && child.identity != parent.identity {
        return child.formula
      }
    }
  }
}

extension PlainCellFormula {
  /// Changes a random part, or adds or removes the cell state.
  fileprivate mutating func mutate(
    _ limits: CellFormulaLimits, _ random: inout Philox.Sequence
  ) {
    if Int.random(in: 0..<12, using: &random) == 0 { return toggleCellState() }
    var writer = ExpressionWriter(gateCount: min(gates.count + 1, limits.gates))
    writer.hasCellState = cell != nil
    let place = Int.random(in: 0..<size, using: &random)
    let cellSize = cell?.size ?? 0
    if let cell, place < cellSize {
      self.cell = cell.replacingPart(at: place) { writer.changed($0, &random) }
    } else {
      writer.hasNewCell = cell != nil
      hidden = hidden.replacingPart(at: place - cellSize) { writer.changed($0, &random) }
    }
  }

  /// The hidden state becomes the cell state, squashed; or the cell state that was becomes the hidden
  /// state.
  private mutating func toggleCellState() {
    if let cell {
      hidden = cell.mapLeaves { $0 == .cellState ? .hiddenState : $0 }
      self.cell = nil
    } else {
      cell = hidden.mapLeaves { $0 == .hiddenState ? .cellState : $0 }
      hidden = .activation(.tanh, Self.newCell)
    }
  }
}

extension CellFormula.Expression {
  /// Replaces a part, counted from 0 in the order in which operators come before their operands.
  fileprivate func replacingPart(
    at place: Int, _ change: (CellFormula.Expression) -> CellFormula.Expression
  ) -> CellFormula.Expression {
    if place == 0 { return change(self) }
    switch self {
    case .gate, .hiddenState, .cellState, .named: preconditionFailure("a place inside")
    case .activation(let activation, let x):
      return .activation(activation, x.replacingPart(at: place - 1, change))
    case .complement(let x): return .complement(x.replacingPart(at: place - 1, change))
    case .sum(let x, let y):
      let (x, y) = Self.replacingPart(of: x, y, at: place - 1, change)
      return .sum(x, y)
    case .product(let x, let y):
      let (x, y) = Self.replacingPart(of: x, y, at: place - 1, change)
      return .product(x, y)
    }
  }

  private static func replacingPart(
    of x: CellFormula.Expression, _ y: CellFormula.Expression, at place: Int,
    _ change: (CellFormula.Expression) -> CellFormula.Expression
  ) -> (CellFormula.Expression, CellFormula.Expression) {
    place < x.size
      ? (x.replacingPart(at: place, change), y)
      : (x, y.replacingPart(at: place - x.size, change))
  }
}

/// Writes random expressions of one statement.
private struct ExpressionWriter {
  typealias Expression = CellFormula.Expression

  let gateCount: Int
  /// True if the cell has a cell state, and if its new value is set already.
  var hasCellState = false
  var hasNewCell = false

  func expression(depth: Int, _ random: inout Philox.Sequence) -> Expression {
    if depth == 1 { return leaf(&random) }
    func operand(_ random: inout Philox.Sequence) -> Expression {
      expression(depth: depth - 1, &random)
    }
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return leaf(&random)
    case 1, 2: return .activation(activation(&random), operand(&random))
    case 3: return .complement(operand(&random))
    case 4, 5: return .sum(operand(&random), operand(&random))
    default: return .product(operand(&random), operand(&random))
    }
  }

  /// One of the mutations: a new operand or function, one more or one fewer operation, or a new
  /// part.
  func changed(_ part: Expression, _ random: inout Philox.Sequence) -> Expression {
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return .activation(activation(&random), part)
    case 1: return .sum(part, operand(&random))
    case 2: return .product(part, operand(&random))
    case 3:
      if case .complement(let operand) = part { return operand }
      return .complement(part)
    case 4, 5: return part.operands.randomElement(using: &random) ?? leaf(&random)
    case 6: return swapped(part, &random)
    default: return expression(depth: 3, &random)
    }
  }

  /// Swaps the operation for another one of the same kind.
  private func swapped(_ part: Expression, _ random: inout Philox.Sequence) -> Expression {
    switch part {
    case .gate, .hiddenState, .cellState, .named: leaf(&random)
    case .activation(_, let operand): .activation(activation(&random), operand)
    case .complement(let operand): operand
    case .sum(let first, let second): .product(first, second)
    case .product(let first, let second): .sum(first, second)
    }
  }

  /// A leaf, as it is or as a gate from 0 to 1.
  private func operand(_ random: inout Philox.Sequence) -> Expression {
    let leaf = leaf(&random)
    if case .gate = leaf { return .activation(activation(&random), leaf) }
    return leaf
  }

  private func activation(_ random: inout Philox.Sequence) -> Activation {
    // The two that gates and states usually have come more often.
    [.sigmoid, .sigmoid, .tanh, .tanh, .relu][Int.random(in: 0..<5, using: &random)]
  }

  private func leaf(_ random: inout Philox.Sequence) -> Expression {
    var leaves: [Expression] = [.hiddenState]
    if hasNewCell {
      leaves += [PlainCellFormula.newCell, PlainCellFormula.newCell]
    } else if hasCellState {
      leaves += [.cellState, .cellState]
    }
    let gate = Int.random(in: 0..<gateCount, using: &random)
    leaves += Array(repeating: .gate(.sum, gate), count: 4)
    leaves += [.gate(.input, gate), .gate(.hidden, gate)]
    return leaves[Int.random(in: 0..<leaves.count, using: &random)]
  }
}
