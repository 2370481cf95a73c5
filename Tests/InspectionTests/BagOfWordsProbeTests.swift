// SPDX-License-Identifier: Apache-2.0

import Inspection
import Testing

/// Words read back from vectors, compared with scikit-learn's ridge regression.
@Suite struct BagOfWordsProbeTests {
  private struct Case: Decodable {
    let words: [Set<String>]
    /// The words of each text, those recovered, guessed and known.
    let counts: [[Int]]
  }

  private static let (columns, constant) = (13, 5)

  /// Returns the vectors that Goldens/make_words.py computes.
  private func vectors(_ count: Int) -> [[Float]] {
    (0..<count).map { row in
      (0..<Self.columns).map {
        $0 == Self.constant ? 0.5 : uniform(UInt32(row * Self.columns + $0))
      }
    }
  }

  /// One case has more texts than columns, the other one fewer.
  @Test func countsEqualScikitLearns() throws {
    for expected in try golden("words-scikit.json", as: [Case].self) {
      let probe = try BagOfWordsProbe(
        vectors: vectors(expected.words.count), words: expected.words)
      let counts = probe.counts.map { [$0.words, $0.recovered, $0.guessed, $0.known] }
      #expect(counts == expected.counts)
      let total = probe.total([0, 2])
      #expect(total.words == expected.counts[0][0] + expected.counts[2][0])
      #expect(
        total.share(\.recovered)
          == Double(expected.counts[0][1] + expected.counts[2][1]) / Double(total.words))
    }
  }

  @Test func vectorsThatSayNothingRecoverNoMoreThanAGuess() throws {
    let words: [Set<String>] = [["a", "b"], ["a"], ["a", "c"], ["a", "b"], [], ["a"]]
    let probe = try BagOfWordsProbe(
      vectors: words.map { _ in [0, 1] }, words: words)
    #expect(probe.counts.allSatisfy { $0.recovered == $0.guessed })
    #expect(probe.counts[4].words == 0 && probe.counts[4].recovered == 0)
    #expect(probe.total([4]).share(\.known) == 0)
    #expect(probe.counts[2].known == 1)
  }

  @Test func oneTextIsTooFew() {
    #expect(throws: InspectionError.tooFewTexts(found: 1)) {
      try BagOfWordsProbe(vectors: [[1]], words: [["a"]])
    }
    #expect(throws: InspectionError.notFiniteState(row: 1)) {
      try BagOfWordsProbe(vectors: [[1], [.nan], [2]], words: [["a"], ["b"], ["a"]])
    }
  }
}
