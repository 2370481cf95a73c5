// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Testing

/// Entities are those of conlleval, as seqeval counts them in its default mode.
@Suite struct EntityScoresTests {
  private struct GoldenCase: Decodable {
    let predicted, references: [[String]]
    /// For each type: the numbers of right, of the reference's and of predicted entities.
    let types: [String: [Int]]
    let precision, recall, f1: Double
  }

  @Test func scoresAgreeWithSeqeval() throws {
    let cases: [GoldenCase] = try goldens("entities.json")
    #expect(cases.count > 50)
    for golden in cases {
      let scores = EntityScores(golden.predicted, references: golden.references)
      let found = Dictionary(
        uniqueKeysWithValues: scores.byType.map { type, counts in
          (type, [counts.correct, counts.reference, counts.predicted])
        })
      #expect(found == golden.types, "\(golden.predicted), \(golden.references)")
      #expect(abs(scores.total.precision - golden.precision) < 1e-12)
      #expect(abs(scores.total.recall - golden.recall) < 1e-12)
      #expect(abs(scores.total.f1 - golden.f1) < 1e-12)
    }
  }

  @Test func anEntityEndsWithItsSequence() {
    let scores = EntityScores(
      [["O", "B-PER"], ["I-PER"]], references: [["O", "B-PER"], ["B-PER"]])
    #expect(scores.total.correct == 2 && scores.total.f1 == 1)
  }

  @Test func boundsAndTypesMustBeRight() {
    let reference = [["B-PER", "I-PER", "O"]]
    for wrong in [
      ["B-PER", "O", "O"], ["B-LOC", "I-LOC", "O"], ["B-PER", "B-PER", "O"],
      ["B-PER", "I-PER", "I-PER"], ["O", "O", "O"],
    ] {
      #expect(EntityScores([wrong], references: reference).total.correct == 0, "\(wrong)")
    }
  }

  @Test(arguments: [
    (["O", "B-PER", "I-PER"], true), (["O"], false), (["NOUN", "O"], false), (["B-X"], true),
    (["I-PER", "O"], false), (["B-", "O"], false), (["B-X", "S-X", "E-X"], true), ([], false),
    (["B-X", "DET"], false),
  ])
  func entitiesAreRecognized(_ labels: [String], _ expected: Bool) {
    #expect(EntityScores.areEntities(labels) == expected)
  }
}
