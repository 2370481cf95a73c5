// SPDX-License-Identifier: Apache-2.0

import Compute
import Glibc
import TestSupport
import Testing

/// Compares cells with programs, forward and backward, with the same operations in Double.
@Suite struct CellProgramTests {
  private static let hiddenSizes = [1, 7, 16, 33]

  /// All operations; the cell state also enters the hidden state.
  private static let operations: [CellProgram.Operation] = [
    .gateSum(0), .gateInput(1), .gateHidden(1), .hiddenState, .cellState,
    .activation(.sigmoid, 0), .activation(.tanh, 1), .activation(.relu, 2), .complement(5),
    .product(5, 4), .product(8, 6), .sum(9, 10), .product(3, 3), .sum(12, 11), .sum(13, 7),
  ]
  private static let (newHidden, newCell) = (14, 11)

  @Test(arguments: Kernels.names) func programsFollowTheirOperations(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    let program = CellProgram(Self.operations, hidden: Self.newHidden, cell: Self.newCell)
    #expect(program.gates == 2 && program.hasSeparateProducts && program.hasCellState)
    withEvery("hidden", in: Self.hiddenSizes) { hidden in
      let (arena, rows) = (Arena(), 3)
      var generator = SeededGenerator(seed: UInt64(hidden))
      func random(_ rows: Int, _ columns: Int) -> MatrixView {
        arena.random(rows: rows, columns: columns, range: 2, &generator)
      }
      let (gates, products) = (random(rows, 2 * hidden), random(rows, 2 * hidden))
      let (bias, hiddenBias) = (random(1, 2 * hidden), random(1, 2 * hidden))
      let (hiddenIn, cellIn) = (random(rows, hidden), random(rows, hidden))
      let (dHidden, dCell) = (random(rows, hidden), random(rows, hidden))
      let (hiddenOut, cellOut, dHiddenIn) = (
        random(rows, hidden), random(rows, hidden), random(rows, hidden)
      )
      let input = Kernels.CellInput(
        gates: gates, bias: bias, products: products, hiddenBias: hiddenBias, hidden: hiddenIn,
        cell: cellIn)
      var expected = Expected(count: rows * hidden)
      for (index, place) in (0..<rows * hidden).map({ ($0, ($0 / hidden, $0 % hidden)) }) {
        let (row, j) = place
        func both(_ matrix: MatrixView, _ row: Int) -> [Double] {
          [Double(matrix[row, j]), Double(matrix[row, hidden + j])]
        }
        let step = Step(
          input: zip(both(gates, row), both(bias, 0)).map(+),
          product: zip(both(products, row), both(hiddenBias, 0)).map(+),
          hidden: Double(hiddenIn[row, j]), cell: Double(cellIn[row, j]))
        let values = step.values(Self.operations)
        expected.hidden[index] = values[Self.newHidden]
        expected.cell[index] = values[Self.newCell]
        step.addGradients(
          Self.operations, values,
          [Self.newHidden: Double(dHidden[row, j]), Self.newCell: Double(dCell[row, j])],
          to: &expected, index)
      }
      kernels.cellForward(program, input, cellOut: cellOut, hiddenOut: hiddenOut, arena)
      expectClose(hiddenOut.elements, expected.hidden, relative: 5e-7, "hidden")
      expectClose(cellOut.elements, expected.cell, relative: 5e-7, "cell")
      kernels.cellBackward(
        program, input, dHidden: dHidden, dHiddenIn: dHiddenIn, dCell: dCell, arena)
      for gate in 0..<2 {
        expectClose(
          columns(gates, gate, hidden), expected.dInput[gate], relative: 2e-6, "gate \(gate)")
        expectClose(
          columns(products, gate, hidden), expected.dProduct[gate], relative: 2e-6,
          "product \(gate)")
      }
      expectClose(dHiddenIn.elements, expected.dHidden, relative: 2e-6, "of the hidden state")
      expectClose(dCell.elements, expected.dCell, relative: 2e-6, "of the cell state")
    }
  }

  /// The new states may be written over the old ones.
  @Test func theStatesMayBeReplaced() {
    let program = CellProgram(
      [.gateSum(0), .cellState, .hiddenState, .sum(0, 1), .product(3, 2)], hidden: 4, cell: 3)
    let arena = Arena()
    func row(_ values: [Float]) -> MatrixView { arena.matrix(rows: 1, columns: 2, values) }
    let (hidden, cell) = (row([5, 6]), row([3, 4]))
    let input = Kernels.CellInput(
      gates: row([1, 2]), bias: row([10, 20]), products: nil, hiddenBias: nil, hidden: hidden,
      cell: cell)
    Kernels.best.cellForward(program, input, cellOut: cell, hiddenOut: hidden, arena)
    #expect(cell.elements == [14, 26])
    #expect(hidden.elements == [70, 156])
  }

  private func columns(_ matrix: MatrixView, _ gate: Int, _ hidden: Int) -> [Float] {
    (0..<matrix.rows).flatMap { row in
      (0..<hidden).map { matrix[row, gate * hidden + $0] }
    }
  }
}

private struct Expected {
  var hidden, cell, dHidden, dCell: [Double]
  var dInput, dProduct: [[Double]]

  init(count: Int) {
    let zeros = [Double](repeating: 0, count: count)
    (hidden, cell, dHidden, dCell) = (zeros, zeros, zeros, zeros)
    (dInput, dProduct) = ([zeros, zeros], [zeros, zeros])
  }
}

/// One element of a step.
private struct Step {
  /// The values of each gate.
  let input, product: [Double]
  let hidden, cell: Double

  func values(_ operations: [CellProgram.Operation]) -> [Double] {
    var values: [Double] = []
    for operation in operations {
      let value =
        switch operation {
        case .gateSum(let gate): input[gate] + product[gate]
        case .gateInput(let gate): input[gate]
        case .gateHidden(let gate): product[gate]
        case .hiddenState: hidden
        case .cellState: cell
        case .activation(.tanh, let a): tanh(values[a])
        case .activation(.relu, let a): max(values[a], 0)
        case .activation(.sigmoid, let a): 1 / (1 + exp(-values[a]))
        case .complement(let a): 1 - values[a]
        case .sum(let a, let b): values[a] + values[b]
        case .product(let a, let b): values[a] * values[b]
        }
      values.append(value)
    }
    return values
  }

  func addGradients(
    _ operations: [CellProgram.Operation], _ values: [Double], _ outputs: [Int: Double],
    to expected: inout Expected, _ index: Int
  ) {
    var gradients = operations.indices.map { outputs[$0] ?? 0 }
    for (place, operation) in operations.enumerated().reversed() {
      let (y, dY) = (values[place], gradients[place])
      switch operation {
      case .gateSum(let gate):
        expected.dInput[gate][index] += dY
        expected.dProduct[gate][index] += dY
      case .gateInput(let gate): expected.dInput[gate][index] += dY
      case .gateHidden(let gate): expected.dProduct[gate][index] += dY
      case .hiddenState: expected.dHidden[index] += dY
      case .cellState: expected.dCell[index] += dY
      case .activation(.tanh, let a): gradients[a] += dY * (1 - y * y)
      case .activation(.relu, let a): gradients[a] += y > 0 ? dY : 0
      case .activation(.sigmoid, let a): gradients[a] += dY * y * (1 - y)
      case .complement(let a): gradients[a] -= dY
      case .sum(let a, let b):
        gradients[a] += dY
        gradients[b] += dY
      case .product(let a, let b):
        gradients[a] += dY * values[b]
        gradients[b] += dY * values[a]
      }
    }
  }
}
