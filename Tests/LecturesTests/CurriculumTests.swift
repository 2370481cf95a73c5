// SPDX-License-Identifier: Apache-2.0

import Lectures
import TestSupport
import Testing

@Suite struct CurriculumTests {
  private static let goal = ProgramDifficulty(length: 3, nesting: 2)

  /// Draws many programs and returns how often each length and nesting occurs.
  private func counts(_ curriculum: Curriculum, after share: Double) -> [[Int]: Int] {
    var random = SeededGenerator(seed: 1)
    let drawn = (0..<6_000).map { _ in
      curriculum.difficulty(after: share, goal: Self.goal, &random)
    }
    return drawn.reduce(into: [:]) { $0[[$1.length, $1.nesting], default: 0] += 1 }
  }

  @Test func withoutACurriculumAllAreHard() {
    #expect(counts(.none, after: 0) == [[3, 2]: 6_000])
    #expect(counts(.none, after: 0.999) == [[3, 2]: 6_000])
  }

  @Test func theNaiveCurriculumGoesThroughAllDifficulties() {
    let stages = (0..<6).map { counts(.naive, after: (Double($0) + 0.5) / 6).keys.first }
    #expect(stages == [[1, 1], [2, 1], [3, 1], [1, 2], [2, 2], [3, 2]])
    #expect(counts(.naive, after: 0) == [[1, 1]: 6_000])
    #expect(counts(.naive, after: 0.999_999) == [[3, 2]: 6_000])
  }

  @Test func theMixIsEven() {
    let counts = counts(.mix, after: 0.5)
    #expect(counts.count == 6 && counts.values.allSatisfy { (850...1_150).contains($0) })
  }

  @Test func theCombinedCurriculumIsHalfOfEach() {
    for (share, stage) in [(0.0, [1, 1]), (0.6, [1, 2]), (0.99, [3, 2])] {
      let counts = counts(.combined, after: share)
      #expect(counts.count == 6)
      #expect((3_300...3_700).contains(counts[stage] ?? 0), "\(counts)")
      #expect(counts.filter { $0.key != stage }.values.allSatisfy { (400...600).contains($0) })
    }
  }
}
