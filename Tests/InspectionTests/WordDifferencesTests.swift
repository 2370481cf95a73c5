// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Inspection
import TestSupport
import Testing

/// Differences between pairs of words.
struct WordDifferencesTests {
  private func pairs(_ text: String) throws -> WordPairs {
    let directory = TemporaryDirectory()
    try Data(text.utf8).write(to: URL(filePath: directory.path("p.tsv")))
    return try WordPairs(path: directory.path("p.tsv"))
  }

  /// The differences of royals are (-1, 1, 0), (-1, 1, 0) and (0, 2, 0).
  private let royals = table([
    ("man", [1, 0, 0]), ("woman", [0, 1, 0]), ("king", [1, 0, 1]), ("queen", [0, 1, 1]),
    ("duke", [3, 0, 1]), ("duchess", [3, 2, 1]), ("same", [1, 0, 0]),
  ])

  @Test func cosinesAndAnglesAreThoseOfTheDifferences() throws {
    let list = try pairs(
      "from\tto\tgroup\nman\twoman\troyal\n\nking\tqueen\troyal\nduke\tduchess\troyal\nman\tking\n")
    let differences = try WordDifferences(list, of: royals)
    #expect(differences.groups.map(\.name) == ["royal", ""] && differences.leftOut.isEmpty)
    let group = differences.groups[0]
    for (found, expected) in zip(group.mean, [-2 / 3.0, 4 / 3.0, 0]) {
      #expect(abs(found - expected) < 1e-12)
    }
    // The cosines are 1 and twice the cosine of 45 degrees.
    #expect(abs((group.meanCosine ?? 0) - (1 + 2 * 0.5.squareRoot()) / 3) < 1e-12)
    // The mean is at 63.43 degrees, between 45 (twice) and 90.
    #expect(abs(group.spread - (2 * 18.434949 + 26.565051) / 3) < 1e-5)
    #expect(differences.groups[1].meanCosine == nil && differences.groups[1].spread == 0)
  }

  @Test func pairsThatHaveNoDifferenceAreLeftOut() throws {
    let list = try pairs("man\twoman\nman\tnobody\nman\tsame\nman\tman\n")
    let differences = try WordDifferences(list, of: royals)
    #expect(differences.leftOut.map(\.line) == [2, 3, 4])
    let foreign = try pairs("a\tb\n")
    #expect {
      try WordDifferences(foreign, of: royals)
    } throws: {
      $0 as? InspectionError == .noKnownPair(path: foreign.path, pairs: 1)
    }
    for text in ["", "a\n", "a\tb\tc\td\n", "\tb\n"] {
      #expect(throws: InspectionError.self) { try pairs(text) }
    }
  }

  @Test func theMapHasAnArrowForEachPairAndForTheMean() throws {
    let list = try pairs("man\twoman\tr\nking\tqueen\tr\nduke\tduchess\tr\n")
    let differences = try WordDifferences(list, of: royals)
    let map = try ScatterPlot(differences, of: royals, title: "<words>")
    #expect(map.points.count == 6 && map.arrows.map(\.isMean) == [false, false, false, true])
    let sums = map.arrows.dropLast().map { $0.to[0] - $0.from[0] }.reduce(0, +)
    #expect(abs(map.arrows[3].to[0] - map.arrows[3].from[0] - sums / 3) < 1e-5)
    let picture = map.svg()
    #expect(picture.components(separatedBy: "class=\"s0 arrow\"").count == 4)
    #expect(picture.components(separatedBy: "class=\"s0 mean\"").count == 2)
    #expect(map.html().contains("\"isMean\":true") && !map.html().contains("<words>"))
  }
}
