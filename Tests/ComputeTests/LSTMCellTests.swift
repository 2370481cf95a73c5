// SPDX-License-Identifier: Apache-2.0

import Compute
import Glibc
import TestSupport
import Testing

/// Compares the cell, forward and backward, with the formulas in Double, for odd sizes.
@Suite struct LSTMCellTests {
  @Test(arguments: Kernels.names) func forwardFollowsTheFormulas(_ name: String) throws {
    try withEveryCell(name) { kernels, cell in
      let found = cell.copy()
      kernels.lstmForward(
        gates: found.gates, bias: cell.bias, cellIn: cell.cellIn, cellOut: found.cellOut,
        hiddenOut: found.hiddenOut)
      let expected = cell.reference
      expectClose(found.gates.elements, expected.gates, relative: 3e-7, "gates")
      expectClose(found.cellOut.elements, expected.cellOut, relative: 3e-7, "cell")
      expectClose(found.hiddenOut.elements, expected.hiddenOut, relative: 3e-7, "hidden")

      // A decoder step writes the new cell over the old one.
      let inPlace = cell.copy()
      kernels.lstmForward(
        gates: inPlace.gates, bias: cell.bias, cellIn: inPlace.cellIn, cellOut: inPlace.cellIn,
        hiddenOut: inPlace.hiddenOut)
      expectSameBits(inPlace.cellIn.elements, found.cellOut.elements, "cell in place")
      expectSameBits(inPlace.hiddenOut.elements, found.hiddenOut.elements, "hidden in place")
    }
  }

  @Test(arguments: Kernels.names) func backwardFollowsTheFormulas(_ name: String) throws {
    try withEveryCell(name) { kernels, cell in
      let forward = cell.reference
      let found = cell.copy()
      found.gates.copy(from: forward.gates.map(Float.init))
      found.cellOut.copy(from: forward.cellOut.map(Float.init))
      kernels.lstmBackward(
        gates: found.gates, cellIn: cell.cellIn, cellOut: found.cellOut, dHidden: cell.dHidden,
        dCell: found.dCell)
      let expected = cell.referenceGradients(forward)
      expectClose(found.gates.elements, expected.gates, relative: 5e-7, "gradient of the gates")
      expectClose(found.dCell.elements, expected.dCellIn, relative: 5e-7, "gradient of the cell")
    }
  }

  /// Saturated gates cause neither overflow nor NaN.
  @Test(arguments: Kernels.names) func hugePreactivationsSaturate(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    let (arena, hidden) = (Arena(), 17)
    for (value, gate, candidate) in [(Float(1e30), Float(1), Float(1)), (-1e30, 0, -1)] {
      let gates = arena.matrix(rows: 1, columns: 4 * hidden)
      gates.fill(value)
      let cells = arena.zeros(rows: 2, columns: hidden)
      kernels.lstmForward(
        gates: gates, bias: arena.zeros(rows: 1, columns: 4 * hidden), cellIn: cells.row(0),
        cellOut: cells.row(1), hiddenOut: arena.matrix(rows: 1, columns: hidden))
      let expected = [gate, gate, candidate, gate].flatMap { Array(repeating: $0, count: hidden) }
      #expect(gates.elements == expected)
      #expect(cells.row(1).elements == Array(repeating: gate * candidate, count: hidden))
    }
  }

  private func withEveryCell(_ name: String, _ body: (Kernels, Cell) -> Void) throws {
    let kernels = try #require(Kernels.named(name))
    withEvery("hidden", in: [1, 2, 7, 15, 16, 17, 33, 100]) { hidden in
      withEvery("rows", in: [0, 1, 2, 5]) { rows in
        body(kernels, Cell(rows: rows, hidden: hidden, seed: UInt64(hidden * 10 + rows)))
      }
    }
  }
}

/// The inputs of a step, and the same step in Double.
private struct Cell {
  let arena = Arena()
  let gates, bias, cellIn, cellOut, hiddenOut, dHidden, dCell: MatrixView

  init(rows: Int, hidden: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    gates = arena.random(rows: rows, columns: 4 * hidden, range: 4, &generator)
    bias = arena.random(rows: 1, columns: 4 * hidden, &generator)
    cellIn = arena.random(rows: rows, columns: hidden, range: 2, &generator)
    cellOut = arena.zeros(rows: rows, columns: hidden)
    hiddenOut = arena.zeros(rows: rows, columns: hidden)
    dHidden = arena.random(rows: rows, columns: hidden, &generator)
    dCell = arena.random(rows: rows, columns: hidden, &generator)
  }

  func copy() -> (
    gates: MatrixView, cellIn: MatrixView, cellOut: MatrixView,
    hiddenOut: MatrixView, dCell: MatrixView
  ) {
    func copy(_ matrix: MatrixView) -> MatrixView {
      arena.matrix(rows: matrix.rows, columns: matrix.columns, matrix.elements)
    }
    return (copy(gates), copy(cellIn), copy(cellOut), copy(hiddenOut), copy(dCell))
  }

  /// The gates in memory order, and the resulting states.
  var reference: (gates: [Double], cellOut: [Double], hiddenOut: [Double]) {
    func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    var activated = gates.elements.map(Double.init)
    var (cells, outputs): ([Double], [Double]) = ([], [])
    let hidden = cellIn.columns
    for row in 0..<cellIn.rows {
      for j in 0..<hidden {
        func activate(_ gate: Int, _ function: (Double) -> Double) -> Double {
          let index = row * 4 * hidden + gate * hidden + j
          activated[index] = function(activated[index] + Double(bias[0, gate * hidden + j]))
          return activated[index]
        }
        let (input, forget) = (activate(0, logistic), activate(1, logistic))
        let (candidate, output) = (activate(2) { tanh($0) }, activate(3, logistic))
        let cell = forget * Double(cellIn[row, j]) + input * candidate
        cells.append(cell)
        outputs.append(output * tanh(cell))
      }
    }
    return (activated, cells, outputs)
  }

  func referenceGradients(
    _ forward: (gates: [Double], cellOut: [Double], hiddenOut: [Double])
  ) -> (gates: [Double], dCellIn: [Double]) {
    let hidden = cellIn.columns
    var (gradient, dCellIn): ([Double], [Double]) = (forward.gates, [])
    for row in 0..<cellIn.rows {
      for j in 0..<hidden {
        let place = (0..<4).map { row * 4 * hidden + $0 * hidden + j }
        let (i, f) = (forward.gates[place[0]], forward.gates[place[1]])
        let (g, o) = (forward.gates[place[2]], forward.gates[place[3]])
        let squashed = tanh(forward.cellOut[row * hidden + j])
        let dh = Double(dHidden[row, j])
        let dc = Double(dCell[row, j]) + dh * o * (1 - squashed * squashed)
        gradient[place[0]] = dc * g * i * (1 - i)
        gradient[place[1]] = dc * Double(cellIn[row, j]) * f * (1 - f)
        gradient[place[2]] = dc * i * (1 - g * g)
        gradient[place[3]] = dh * squashed * o * (1 - o)
        dCellIn.append(dc * f)
      }
    }
    return (gradient, dCellIn)
  }
}
