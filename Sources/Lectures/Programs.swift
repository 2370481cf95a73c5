// SPDX-License-Identifier: Apache-2.0

import Compute

/// Programs and the numbers that they print, character by character.
package struct Programs: LectureData {
  /// The difficulty of the hardest programs in training, and of the dev set.
  package let goal: ProgramDifficulty
  /// The number of training programs.
  package let count: Int
  package let curriculum: Curriculum

  /// The number of programs in the dev set and in each test file.
  package static let testCount = 500
  /// The difficulties of the test files.
  package static let testLengths = 1...6
  package static let testNestings = 1...3

  /// The two programs with which the authors begin. They print 25011 and 12184.
  package static let examples = [
    Program(
      8584,
      [
        .loop("j", times: 8, .plus, 920), .sum(.plus, 1500, literalFirst: true),
        .assignment("b", .plus, 7567),
      ]),
    Program(
      8827,
      [
        .assignment("i", .minus, 5347), .assignment("c", .plus, 8704),
        .condition(2641, .less, 8500, otherwise: 5308),
      ]),
  ]

  package init(_ goal: ProgramDifficulty, count: Int, _ curriculum: Curriculum) {
    precondition(
      ProgramDifficulty.lengths.contains(goal.length)
        && ProgramDifficulty.nestings.contains(goal.nesting) && count > 0, "a difficulty in range")
    (self.goal, self.count, self.curriculum) = (goal, count, curriculum)
  }

  /// Returns the name of the test file of a difficulty.
  package static func testName(_ difficulty: ProgramDifficulty) -> String {
    "test-\(difficulty.length)-\(difficulty.nesting).tsv"
  }

  /// Lines of a program, a tab and what it prints, both spelled. The programs of `train.tsv` are in
  /// the order of the curriculum; `lecture.tsv` has the examples.
  package func files(seed: UInt64) -> [LectureFile] {
    var random = LecturePart.training.random(seed: seed)
    let training = (0..<count).map { index in
      let difficulty = curriculum.difficulty(
        after: Double(index) / Double(count), goal: goal, &random)
      return Self.line(.training, difficulty, &random)
    }
    random = LecturePart.development.random(seed: seed)
    let development = (0..<Self.testCount).map { _ in Self.line(.development, goal, &random) }
    random = LecturePart.test.random(seed: seed)
    let tests = Self.testNestings.flatMap { nesting in
      Self.testLengths.map { length in
        let difficulty = ProgramDifficulty(length: length, nesting: nesting)
        return LectureFile(
          Self.testName(difficulty),
          (0..<Self.testCount).map { _ in Self.line(.test, difficulty, &random) })
      }
    }
    return [
      LectureFile("train.tsv", training), LectureFile("dev.tsv", development),
      LectureFile("lecture.tsv", Self.examples.map(Self.line)),
    ] + tests
  }

  private static func line(
    _ part: LecturePart, _ difficulty: ProgramDifficulty, _ random: inout Philox.Sequence
  ) -> String {
    line(part.draw(source: \.text) { Program(difficulty, &random) })
  }

  private static func line(_ program: Program) -> String {
    guard let value = program.value else { preconditionFailure("difficulties keep values small") }
    return program.text.spelled + "\t" + "\(value)".spelled
  }
}
