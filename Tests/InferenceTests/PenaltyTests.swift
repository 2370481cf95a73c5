// SPDX-License-Identifier: Apache-2.0

import Glibc
import Inference
import TestSupport
import Testing

@Suite struct PenaltyTests {
  @Test func theLengthPenaltiesAreThoseOfThePapers() {
    #expect((1...5).map(LengthPenalty.none.divisor) == [1, 1, 1, 1, 1])
    #expect((1...5).map(LengthPenalty.average.divisor) == [1, 2, 3, 4, 5])
    for (words, expected) in [(1, 1.0), (7, pow(2, 0.6)), (19, pow(4, 0.6))] {
      let found = LengthPenalty.wu(alpha: 0.6).divisor(words: words)
      #expect(abs(found - expected) < 1e-6, "\(words)")
    }
    #expect(LengthPenalty.wu(alpha: 0).divisor(words: 9) == 1)
  }

  /// Over two steps, the source words receive attention of 0.5, 1.25 and 0.25.
  @Test func theCoveragePenaltyCountsWhatLacksAttention() {
    let attention: [[Float]] = [[0.25, 0.75, 0], [0.25, 0.5, 0.25]]
    let found = CoveragePenalty(weight: 0.2).score(attention)
    #expect(abs(found - 0.2 * (log(0.5) + log(0.25))) < 1e-7)
    #expect(CoveragePenalty(weight: 0).score(attention) == 0)
    #expect(CoveragePenalty(weight: 1).score([]) == 0)
  }

  /// Sharp attention underflows to 0 in single precision.
  @Test func aWordWithoutAnyAttentionLeavesScoresComparable() {
    let penalty = CoveragePenalty(weight: 0.2)
    let one = penalty.score([[1, 0, 1]])
    let two = penalty.score([[1, 0, 0]])
    #expect(abs(one - 0.2 * log(0.001)) < 1e-7)
    #expect(two < one && two.isFinite)
    #expect(penalty.score([[1, 1e-9, 1]]) == one)
  }

  @Test func noContinuationExceedsTheBound() {
    var hypothesis = Hypothesis()
    for penalty in [LengthPenalty.none, .average, .wu(alpha: 0.7)] {
      let ranking = Ranking(penalty, CoveragePenalty(weight: 0.3))
      for (word, logProbability) in [(4, -0.5), (5, -0.001), (6, -2), (7, 0), (3, -0.1)]
        as [(Int32, Float)]
      {
        let longer = hypothesis.extended(
          with: word, logProbability, attention: [0.5, 0.5], end: 3)
        #expect(
          ranking.bound(hypothesis, maximumLength: 20)
            >= ranking.bound(longer, maximumLength: 20))
        #expect(ranking.bound(hypothesis, maximumLength: 20) >= ranking.score(longer))
        hypothesis = longer
      }
    }
  }
}
