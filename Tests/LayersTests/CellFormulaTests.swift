// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import TestSupport
import Testing

@Suite struct CellFormulaTests {
  static let lstm = "c = sigmoid(a2) * c + sigmoid(a1) * tanh(a3); h = sigmoid(a4) * tanh(c)"
  static let gru = "r = sigmoid(a1); z = sigmoid(a2); h = (1 - z) * tanh(x3 + r * h3) + z * h"

  // MARK: Cells

  @Test(
    arguments: [
      (.lstm, lstm), (.gru, gru), (.tanh, "h = tanh(a1)"), (.relu, "h = relu(a1)"),
      (.sigmoid, "h = sigmoid(a1)"),
    ] as [(RecurrentCell, String)])
  func formulasOfNamedCellsGiveTheSameResults(_ cell: RecurrentCell, _ formula: String) {
    let formula = RecurrentKind.formula(formula)
    for fromZero in [false, true] {
      let expected = results(of: cell, fromZero: fromZero)
      let found = results(of: formula, fromZero: fromZero)
      #expect(found.count == expected.count)
      for (found, expected) in zip(found, expected) {
        expectClose(
          found.values, expected.values.map(Double.init), relative: 1e-5, expected.name)
      }
    }
  }

  /// Returns the outputs and all gradients of a layer with this cell.
  private func results(
    of cell: RecurrentCell, fromZero: Bool
  ) -> [(name: String, values: [Float])] {
    let kind = RecurrentKind(cell: cell, isNormalized: false)
    let bench = RecurrentBench(kind, [5, 3, 3, 1], inputSize: 3, hiddenSize: 7)
    let pass = bench.pass(fromZero: fromZero)
    let outputs = pass.outputs.map { ("output", $0.elements) }
    var generator = SeededGenerator(seed: 4)
    let dInputs = pass.backward(
      pass.outputs.map {
        bench.workspace.arena.random(rows: $0.rows, columns: $0.columns, &generator)
      })
    let gradient = bench.bench.gradient
    return outputs + dInputs.map { ("gradient of an input", $0.elements) }
      + bench.bench.parameters.layout.entries.map { ($0.name, gradient[$0.slot].elements) }
  }

  /// The gates that are factors of the cell state start open, as the forget gate of an LSTM does.
  @Test func gatesThatKeepTheCellStateStartOpen() {
    #expect(openBiases(of: Self.lstm) == openBiases(of: "lstm"))
    #expect(openBiases(of: "c = c * sigmoid(a1) + tanh(a2); h = c") == [1, 1, 0, 0])
    #expect(openBiases(of: Self.gru) == [0, 0, 0, 0, 0, 0])
  }

  private func openBiases(of cell: String) -> [Float] {
    var layout = ParameterLayout()
    let layer = RecurrentLayer(
      &layout, name: "layer", layer: 0, cell: RecurrentKind.formula(cell), inputSize: 1,
      hiddenSize: 2)
    let parameters = ParameterBuffer(layout)
    parameters[layer.bias].fill(0)
    layer.setForgetBias(1, of: parameters)
    return parameters[layer.bias].elements
  }

  // MARK: Text

  @Test(
    arguments: [
      (lstm, lstm), (gru, gru), (" h=relu( a1 ) ;", "h = relu(a1)"),
      ("h = 1 - a1 * h + a1", "h = (1 - a1 * h) + a1"),
      ("h = 1 - (a1 + h)", "h = 1 - (a1 + h)"),
      ("h = a1 + h + h", "h = a1 + h + h"), ("h = a1 + (h + h)", "h = a1 + (h + h)"),
      ("h = (a1 * h) * h", "h = a1 * h * h"), ("h = a1 * (h * h)", "h = a1 * (h * h)"),
      ("h = (a1 + h) * (1 - h)", "h = (a1 + h) * (1 - h)"),
      ("h = 1 - (1 - a1)", "h = 1 - (1 - a1)"), ("c = h1 + x1; h = c", "c = h1 + x1; h = c"),
    ])
  func readsAndWritesFormulas(_ text: String, _ expected: String) throws {
    let formula = try CellFormula(text)
    #expect(formula.description == expected)
    #expect(try CellFormula(expected) == formula)
  }

  @Test func equalPartsAreComputedOnce() throws {
    #expect(try CellFormula("h = tanh(a1) * tanh(a1) + tanh(a1)").program.count == 4)
  }

  @Test(
    arguments: [
      ("", 1, .unexpected(found: nil, .name)), ("= a1", 1, .unexpected(found: "=", .name)),
      ("h a1", 3, .unexpected(found: "a1", .equals)), ("h =", 4, .unexpected(found: nil, .value)),
      ("h = a1 +", 9, .unexpected(found: nil, .value)),
      ("h = a1 h", 8, .unexpected(found: "h", .operation)),
      ("h = (a1", 8, .unexpected(found: nil, .closingParenthesis)),
      ("h = a1)", 7, .unexpected(found: ")", .operation)),
      ("h = tanh a1", 10, .unexpected(found: "a1", .openingParenthesis)),
      ("h = a1 ? h", 8, .unexpected(found: "?", .operation)),
      ("h = foo(a1)", 5, .unknownName("foo")), ("h = r * a1", 5, .unknownName("r")),
      ("h = a9", 5, .noSuchGate("a9", limit: 8)), ("h = x0", 5, .noSuchGate("x0", limit: 8)),
      ("h = a99999999999999999999", 5, .noSuchGate("a99999999999999999999", limit: 8)),
      ("h = a1 - h", 8, .arithmetic("-")), ("h = 2 * a1", 5, .arithmetic("2")),
      ("h = tanh(a1 - h)", 13, .arithmetic("-")), ("h = -a1", 5, .arithmetic("-")),
      ("h = a1 * 1 - h", 10, .arithmetic("1")),
      ("c = a1; c = a1; h = c", 9, .setTwice("c")), ("tanh = a1; h = a1", 1, .reservedName("tanh")),
      ("a1 = h; h = a1", 1, .reservedName("a1")), ("1 = a1", 1, .reservedName("1")),
      ("c = a1", 7, .hiddenStateNotLast), ("h = a1; c = a1", 9, .hiddenStateNotLast),
      ("h = a1 * c", nil, .cellStateNotSet), ("h = h", nil, .noGates),
      ("h = a1 + x3", nil, .unusedGate(2)),
      (String(repeating: "(", count: 1_001), nil, .tooLong(limit: 1_000)),
    ] as [(String, Int?, CellFormulaError.Problem)])
  func refusesInvalidFormulas(
    _ text: String, _ position: Int?, _ problem: CellFormulaError.Problem
  ) throws {
    let error = #expect(throws: CellFormulaError.self) { try CellFormula(text) }
    #expect(error?.position == position)
    #expect(error?.problem == problem)
  }

  @Test func cellsAreNamedOrFormulas() {
    #expect(RecurrentCell.allCases.map(\.rawValue) == ["lstm", "gru", "tanh", "relu", "sigmoid"])
    #expect(RecurrentCell(rawValue: "h=tanh(a1)")?.rawValue == "h = tanh(a1)")
    #expect(RecurrentCell(rawValue: "lsmt") == nil)
  }
}
