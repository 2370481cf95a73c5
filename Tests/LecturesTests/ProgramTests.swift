// SPDX-License-Identifier: Apache-2.0

import Lectures
import TestSupport
import Testing

@Suite struct ProgramTests {
  @Test func theTwoProgramsOfTheLecture() {
    let programs = Programs.examples
    #expect(
      programs.map(\.text) == [
        """
        j=8584
        for x in range(8):
            j+=920
        b=(1500+j)
        print((b+7567))
        """,
        """
        i=8827
        c=(i-5347)
        print((c+8704) if 2641<8500 else 5308)
        """,
      ])
    #expect(programs.map(\.value) == [25011, 12184])
  }

  /// The values are those that Python 3.11 prints.
  @Test(arguments: [
    (Program(7, []), "print(7)", 7),
    (Program(7, [.sum(.minus, 30, literalFirst: false)]), "print((7-30))", -23),
    (Program(7, [.sum(.minus, 30, literalFirst: true)]), "print((30-7))", 23),
    (Program(12, [.product(3, literalFirst: true)]), "print((3*12))", 36),
    (
      Program(5, [.condition(9, .less, 8, otherwise: 4), .product(6, literalFirst: false)]),
      "print(((5 if 9<8 else 4)*6))", 24
    ),
    (
      Program(5, [.condition(9, .greater, 8, otherwise: 4), .assignment("q", .minus, 11)]),
      "q=5 if 9>8 else 4\nprint((q-11))", -6
    ),
    (
      Program(1, [.condition(1, .less, 1, otherwise: 2), .condition(3, .less, 4, otherwise: 5)]),
      "print((1 if 1<1 else 2) if 3<4 else 5)", 2
    ),
    (
      Program(1, [.loop("a", times: 3, .minus, 20)]),
      "a=1\nfor x in range(3):\n    a-=20\nprint(a)", -59
    ),
  ])
  func operationsAreWrittenAndEvaluated(program: Program, text: String, value: Int) {
    #expect(program.text == text)
    #expect(program.value == value)
  }

  @Test(arguments: [
    Program.Operation.sum(.plus, 1, literalFirst: false), .sum(.minus, -2, literalFirst: false),
    .product(2, literalFirst: true), .assignment("a", .plus, 1),
    .loop("a", times: 2, .plus, .max), .loop("a", times: 1, .plus, 1),
  ])
  func aValueThatDoesNotFitIsNil(operation: Program.Operation) {
    #expect(Program(.max, [operation]).value == nil)
    #expect(Program(.max, [operation, .condition(1, .less, 2, otherwise: 3)]).value == nil)
  }

  @Test func theHardestProgramsFit() {
    let hardest = ProgramDifficulty(
      length: ProgramDifficulty.lengths.upperBound, nesting: ProgramDifficulty.nestings.upperBound)
    let largest = Program(
      99_999_999,
      Array(repeating: .product(4 * hardest.length, literalFirst: true), count: hardest.nesting))
    #expect(largest.value == 99_999_999 * 1_073_741_824)
    var random = SeededGenerator(seed: 1)
    for _ in 0..<2_000 { #expect(Program(hardest, &random).value != nil) }
  }

  @Test(arguments: [(1, 1), (3, 1), (3, 2), (6, 3)])
  func drawnProgramsHaveTheirDifficulty(length: Int, nesting: Int) {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<500 {
      let program = Program(ProgramDifficulty(length: length, nesting: nesting), &random)
      #expect(program.operations.count == nesting)
      let numbers = program.text.matches(of: /[0-9]+/).map { String($0.0) }
      #expect(numbers.allSatisfy { $0.count <= max(length, 2) && $0 != "0" })
    }
  }
}
