// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Testing

@Suite struct ClassificationScoresTests {
  /// scikit-learn 1.5 gives the same: accuracy_score, precision_recall_fscore_support and
  /// f1_score(average="macro").
  @Test func scoresAgreeWithScikitLearn() {
    let scores = ClassificationScores(
      ["a", "b", "a", "c", "a", "b"], references: ["a", "b", "b", "a", "a", "d"],
      order: ["b", "a"])
    #expect(scores.labels == ["b", "a", "c", "d"])
    #expect(scores.counts == [[1, 1, 0, 0], [0, 2, 1, 0], [0, 0, 0, 0], [1, 0, 0, 0]])
    #expect(scores.correct == 3 && scores.total == 6 && scores.accuracy == 0.5)
    let byLabel = scores.byLabel
    #expect(byLabel.map(\.precision) == [0.5, 2.0 / 3, 0, 0])
    #expect(byLabel.map(\.recall) == [0.5, 2.0 / 3, 0, 0])
    #expect(byLabel.map(\.support) == [2, 3, 0, 1])
    #expect(abs(scores.macroF1 - (0.5 + 2.0 / 3) / 4) < 1e-15)
  }

  @Test func nothingScoresZero() {
    let scores = ClassificationScores([], references: [])
    #expect(scores.accuracy == 0 && scores.macroF1 == 0 && scores.labels.isEmpty)
  }
}
