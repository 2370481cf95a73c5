// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import TestSupport
import Testing

/// Random formulas and their mutations.
@Suite struct CellMutationTests {
  private static let limits = CellFormulaLimits()
  private static let known = [CellFormulaTests.lstm, CellFormulaTests.gru, "h = tanh(a1)"]

  private func random(_ step: UInt64) -> Philox.Sequence {
    Philox(seed: 1, purpose: RandomPurpose.cellSearch, step: step).sequence
  }

  private func expectValid(_ formula: CellFormula) throws {
    let plain = PlainCellFormula(formula)
    #expect(try CellFormula(formula.description) == formula)
    #expect(plain.isSensible && plain.isWithin(Self.limits), "\(formula)")
    #expect(plain.formula == formula, "\(formula) is in its plain form")
  }

  @Test func randomFormulasAreValid() throws {
    var different: Set<String> = []
    for step in 0..<500 {
      var random = random(UInt64(step))
      let formula = CellFormula.random(Self.limits, &random)
      try expectValid(formula)
      different.insert(formula.description)
    }
    #expect(different.count > 300, "\(different.count)")
  }

  @Test(arguments: known) func mutationsAreValid(_ text: String) throws {
    for seed in 0..<20 {
      var random = random(UInt64(seed))
      var formula = try CellFormula(text)
      for _ in 0..<50 {
        let child = formula.mutated(Self.limits, &random)
        try expectValid(child)
        #expect(PlainCellFormula(child).identity != PlainCellFormula(formula).identity)
        formula = child
      }
    }
  }

  @Test func theSameRandomNumbersGiveTheSameFormulas() throws {
    func drawn() throws -> [String] {
      var random = random(7)
      var formula = CellFormula.random(Self.limits, &random)
      return (0..<10).map { _ in
        formula = formula.mutated(Self.limits, &random)
        return formula.description
      }
    }
    #expect(try drawn() == drawn())
  }

  @Test(arguments: [
    ("h = tanh(x1)", false), ("h = tanh(h1)", false), ("h = x1 * h", true), ("h = x1 + h1", true),
    ("c = tanh(a1); h = tanh(a2)", false), ("c = tanh(a1); h = c", true),
    ("c = x1 + c; h = tanh(c)", true), ("h = 1 - (1 - a1)", false), ("h = relu(relu(a1))", false),
    ("h = relu(sigmoid(a1))", false), ("h = relu(tanh(a1))", true),
  ])
  func formulasWithoutInputStateOrEffectAreNotSensible(
    _ text: String, _ isSensible: Bool
  ) throws {
    #expect(PlainCellFormula(try CellFormula(text)).isSensible == isSensible)
  }

  @Test func identityIgnoresTheOrderOfParts() throws {
    func identity(_ text: String) throws -> String {
      PlainCellFormula(try CellFormula(text)).identity
    }
    #expect(
      try identity("h = tanh(a1) * h + sigmoid(a2)") == identity("h = sigmoid(a1) + h * tanh(a2)"))
    #expect(try identity("r = sigmoid(a1); h = r * h") == identity("h = sigmoid(a1) * h"))
    #expect(try identity("h = tanh(a1)") != identity("h = sigmoid(a1)"))
    #expect(try identity("h = a1 * h + a2") != identity("h = a1 * h + a1"))
  }

  @Test func limitsCountParts() throws {
    var limits = CellFormulaLimits()
    (limits.size, limits.depth, limits.gates) = (5, 3, 2)
    func isWithin(_ text: String) throws -> Bool {
      PlainCellFormula(try CellFormula(text)).isWithin(limits)
    }
    #expect(try isWithin("h = tanh(a1) + a2 * h") == false, "6 parts")
    #expect(try isWithin("h = tanh(a1) + sigmoid(a2)"))
    #expect(try isWithin("h = tanh(sigmoid(relu(a1)))") == false, "4 levels")
    #expect(try isWithin("h = a1 + a2 + a3") == false, "3 gates")
  }
}
