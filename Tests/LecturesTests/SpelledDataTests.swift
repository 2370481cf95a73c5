// SPDX-License-Identifier: Apache-2.0

import Lectures
import Testing

/// The data of lectures in which a translator reads and writes characters.
@Suite struct SpelledDataTests {
  private static let programs = Programs(
    ProgramDifficulty(length: 2, nesting: 1), count: 3_000, .combined)

  private func lines(_ name: String, of data: some LectureData, seed: UInt64 = 1) throws -> [String]
  {
    try #require(data.files(seed: seed).first { $0.name == name }).lines
  }

  /// Returns the text of each side of a line.
  private func sides(_ line: String) -> [String] {
    line.split(separator: "\t").map { side in
      side.split(separator: " ").map { $0 == "␣" ? " " : $0 == "⏎" ? "\n" : String($0) }.joined()
    }
  }

  @Test func programsAreSpelled() throws {
    let lines = try lines("lecture.tsv", of: Self.programs)
    #expect(
      lines[1].hasPrefix("i = 8 8 2 7 ⏎ c = ( i - 5 3 4 7 ) ⏎ p r i n t ( ( c + 8 7 0 4 ) ␣ i f"))
    #expect(lines[1].hasSuffix("\t1 2 1 8 4"))
    #expect(lines.map(sides) == Programs.examples.map { [$0.text, "\($0.value ?? 0)"] })
  }

  @Test func noProgramIsInTrainingAndInATest() throws {
    let training = Set(try lines("train.tsv", of: Self.programs))
    #expect(try training.isDisjoint(with: lines("dev.tsv", of: Self.programs)))
    for length in Programs.testLengths {
      let name = Programs.testName(ProgramDifficulty(length: length, nesting: 1))
      #expect(try training.isDisjoint(with: lines(name, of: Self.programs)), "\(name)")
    }
  }

  @Test func theSeedDecides() throws {
    #expect(Self.programs.files(seed: 3) == Self.programs.files(seed: 3))
    #expect(
      try lines("train.tsv", of: Self.programs, seed: 3)
        != lines("train.tsv", of: Self.programs, seed: 4))
    #expect(
      try lines("test-2-1.tsv", of: Self.programs)
        == lines("test-2-1.tsv", of: Programs(Self.programs.goal, count: 1, .none)),
      "the size of the training text does not change the tests")
  }

  @Test(arguments: [false, true]) func stringsAreCopied(isReversed: Bool) throws {
    let data = Copy(length: 5, count: 200, isReversed: isReversed)
    for (name, lengths) in [("train.tsv", 1...5), ("test.tsv", 5...5), ("longer.tsv", 8...8)] {
      for line in try lines(name, of: data) {
        let (source, target) = (sides(line)[0], sides(line)[1])
        #expect(target == (isReversed ? String(source.reversed()) : source))
        #expect(lengths.contains(source.count))
      }
    }
    #expect(Set(try lines("train.tsv", of: data).map { sides($0)[0].count }) == [1, 2, 3, 4, 5])
  }

  @Test func sumsAreRight() throws {
    let data = Addition(digits: 3, count: 2_000)
    let training = try lines("train.tsv", of: data)
    for line in training {
      let parts = sides(line)
      let numbers = parts[0].split(separator: "+").compactMap { Int($0) }
      #expect(numbers.count == 2 && numbers.allSatisfy { (0...999).contains($0) })
      #expect(Int(parts[1]) == numbers.reduce(0, +))
    }
    #expect(try Set(training).isDisjoint(with: lines("test.tsv", of: data)))
    let longest = Addition(digits: 18, count: 500)
    #expect(try lines("train.tsv", of: longest).count == 500)
  }
}
