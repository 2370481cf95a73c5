// SPDX-License-Identifier: Apache-2.0

import Compute
import Inference
import TestSupport
import Testing

@Suite struct SearchConstraintsTests {
  /// Returns those of eight words, all with a logit of 1, that may follow.
  private func allowed(
    _ constraints: SearchConstraints, after words: [Int32], prefix: [Int32] = []
  ) -> [Int32] {
    let arena = Arena()
    let logits = arena.matrix(rows: 1, columns: 8)
    logits.fill(1)
    constraints.apply(to: logits, after: words, prefix: prefix, end: 3)
    #expect(logits.elements.allSatisfy { $0 == 1 || $0 == -.infinity })
    return (0..<8).filter { logits[0, $0] == 1 }.map { Int32($0) }
  }

  @Test func noConstraintsForbidNothing() {
    #expect(allowed(SearchConstraints(), after: [4, 4, 4]) == Array(0..<8))
    #expect(SearchConstraints().areNone)
  }

  @Test func theEndWaitsForTheMinimumLength() {
    var constraints = SearchConstraints()
    constraints.minimumLength = 2
    #expect(!constraints.areNone)
    #expect(allowed(constraints, after: [4]) == [0, 1, 2, 4, 5, 6, 7])
    #expect(allowed(constraints, after: [4, 5]) == Array(0..<8))
  }

  @Test func forbiddenWordsNeverOccur() {
    var constraints = SearchConstraints()
    constraints.forbidden = [1, 6]
    #expect(allowed(constraints, after: []) == [0, 2, 3, 4, 5, 7])
  }

  @Test(
    arguments: [
      (1, [], []), (1, [4, 5, 4], [4, 5]), (2, [4, 5, 4], [5]), (2, [4, 4], [4]),
      (2, [4, 5, 6, 4, 7, 4], [5, 7]), (3, [4, 5, 6, 4, 5], [6]), (3, [4, 5, 4], []),
      (4, [4, 5, 4, 5, 4], [5]), (9, [4, 5, 4], []),
    ] as [(Int, [Int32], [Int32])])
  func noSequenceRepeats(length: Int, words: [Int32], ruledOut: [Int32]) {
    var constraints = SearchConstraints()
    constraints.noRepeatNGrams = length
    #expect(
      allowed(constraints, after: words) == (0..<8).filter { !ruledOut.contains($0) })
  }

  @Test func thePrefixOverridesTheOtherRules() {
    var constraints = SearchConstraints()
    constraints.minimumLength = 9
    constraints.noRepeatNGrams = 1
    constraints.forbidden = [6]
    #expect(allowed(constraints, after: [], prefix: [6, 6, 4]) == [6])
    #expect(allowed(constraints, after: [6], prefix: [6, 6, 4]) == [6])
    #expect(allowed(constraints, after: [6, 6], prefix: [6, 6, 4]) == [4])
    #expect(allowed(constraints, after: [6, 6, 4], prefix: [6, 6, 4]) == [0, 1, 2, 5, 7])
  }
}
