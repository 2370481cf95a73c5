// SPDX-License-Identifier: Apache-2.0

import Layers
import TestSupport
import Testing

@Suite struct PackedLengthsTests {
  @Test func rowsAreTheTokensStepByStep() {
    let packed = PackedLengths([3, 2, 2])
    #expect(packed.batchSizes == [3, 3, 1])
    #expect((0..<3).map(packed.rows(at:)) == [0..<3, 3..<6, 6..<7])
    #expect(packed.lastRows == [6, 4, 5])
    #expect((packed.sentences, packed.steps, packed.rows) == (3, 3, 7))
  }

  @Test func noSentencesAreNoRows() {
    let packed = PackedLengths([])
    #expect((packed.sentences, packed.steps, packed.rows) == (0, 0, 0))
    #expect(packed.lastRows.isEmpty)
  }

  /// Every token has one row; steps and sentences are in order.
  @Test func everyTokenHasItsRow() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<200 {
      let count = Int.random(in: 1...9, using: &generator)
      let lengths = (0..<count).map { _ in Int.random(in: 1...12, using: &generator) }.sorted(by: >)
      let packed = PackedLengths(lengths)
      #expect(packed.rows == lengths.reduce(0, +))
      #expect(packed.steps == lengths[0])
      let expected = (0..<packed.steps).flatMap { step in
        lengths.indices.filter { lengths[$0] > step }.map { [step, $0] }
      }
      for (row, token) in expected.enumerated() {
        #expect(packed.row(sentence: token[1], step: token[0]) == row)
        #expect(packed.rows(at: token[0]).contains(row))
      }
      for (sentence, row) in packed.lastRows.enumerated() {
        #expect(expected[Int(row)] == [lengths[sentence] - 1, sentence])
      }
    }
  }

  @Test func identitiesFollowTheRows() {
    let identities = RowIdentities(PackedLengths([3, 1]), sentences: [40, 50])
    #expect(identities.sentences == [40, 50, 40, 40])
    #expect(identities.times == [0, 0, 1, 2])
  }

  @Test func unsortedAndEmptySentencesTrap() async {
    await #expect(processExitsWith: .failure) { _ = PackedLengths([1, 2]) }
    await #expect(processExitsWith: .failure) { _ = PackedLengths([2, 0]) }
    await #expect(processExitsWith: .failure) {
      _ = PackedLengths([2, 1]).row(sentence: 1, step: 1)
    }
  }
}
