// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Testing

@Suite struct ExactMatchTests {
  @Test func linesMatchCharacterForCharacter() {
    let score = ExactMatch.corpus(
      hypotheses: ["a b", "A b", "a  b", "", "caf\u{E9}", "x"],
      references: ["a b", "a b", "a b", "", "cafe\u{301}", "y"])
    #expect(score.matches == 3 && score.score == 50)
    #expect(score.description == "exact match = 50.00")
    #expect(score.signature == "nrefs:1|case:mixed")
  }

  @Test func oneOfSeveralReferencesIsEnough() {
    let score = ExactMatch.corpus(
      hypotheses: ["a", "b"], referenceSets: [["a", "c"], ["d", "b"]])
    #expect(score.score == 100 && score.referencesPerHypothesis == 2)
  }

  @Test func aCorpusWithoutLinesHasNoMatch() {
    #expect(ExactMatch.corpus(hypotheses: [], references: []).score == 0)
  }
}
