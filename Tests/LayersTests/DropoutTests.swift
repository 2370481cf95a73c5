// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import TestSupport
import Testing

@Suite struct DropoutTests {
  private let workspace = Workspace()
  private let lengths = PackedLengths([3, 2, 1])
  private let random = Philox(seed: 1, purpose: 2, step: 3)
  private var rows: RowIdentities { RowIdentities(lengths, sentences: [7, 5, 9]) }

  @Test(arguments: [0.1, 0.5, 0.9] as [Float], [false, true])
  func gradientAgreesWithCentralDifferences(_ rate: Float, isVariational: Bool) {
    var generator = SeededGenerator(seed: 2)
    let bench = LayerBench(&generator) { _ in
      Dropout(rate: rate, stream: RandomStream(4), isVariational: isVariational)
    }
    let (dropout, workspace) = (bench.layer, bench.workspace)
    let x = workspace.arena.random(rows: 6, columns: 7, &generator)
    bench.expectGradients(of: ["x": x], relative: 3e-6) {
      let y = dropout.forward(x, rows, Pass(workspace, random: random))
      return LayerPass(outputs: [y]) { gradients in
        dropout.backward(gradients[0], rows, Pass(workspace, random: random))
        return gradients
      }
    }
  }

  @Test func nothingIsDroppedOutsideOfTrainingOrAtRateZero() {
    var generator = SeededGenerator(seed: 3)
    let x = workspace.arena.random(rows: 6, columns: 7, &generator)
    for (rate, random) in [(0.5, nil), (0, self.random)] as [(Float, Philox?)] {
      let dropout = Dropout(rate: rate, stream: RandomStream(4))
      let before = x.elements
      let y = dropout.forward(x, rows, Pass(workspace, random: random))
      expectSameBits(y.elements, before, "forward")
      dropout.backward(x, rows, Pass(workspace, random: random))
      expectSameBits(x.elements, before, "backward")
    }
  }

  /// The mask of a sentence does not change if the batch is sorted differently or divided into
  /// shards.
  @Test func masksFollowTheSentences() {
    let dropout = Dropout(rate: 0.5, stream: RandomStream(4))
    func masks(_ lengths: [Int], _ sentences: [UInt32]) -> [UInt32: [[Float]]] {
      let packed = PackedLengths(lengths)
      let ones = workspace.arena.matrix(rows: packed.rows, columns: 9)
      ones.fill(1)
      let y = dropout.forward(
        ones, RowIdentities(packed, sentences: sentences), Pass(workspace, random: random))
      let rows = sentences.indices.map { sentence in
        (0..<lengths[sentence]).map { y.row(packed.row(sentence: sentence, step: $0)).elements }
      }
      return Dictionary(uniqueKeysWithValues: zip(sentences, rows))
    }
    let all = masks([3, 2, 2], [7, 5, 9])
    #expect(masks([3, 2, 2], [7, 9, 5]) == all)
    #expect(masks([2], [9])[9] == all[9])
    #expect(all[5] != all[9])
  }

  /// Variational dropout draws one mask per sentence, ordinary dropout one per word.
  @Test(arguments: [false, true]) func aSentenceHasOneMaskWhereDropoutIsVariational(
    isVariational: Bool
  ) {
    let dropout = Dropout(rate: 0.5, stream: RandomStream(4), isVariational: isVariational)
    let ones = workspace.arena.matrix(rows: 6, columns: 33)
    ones.fill(1)
    let y = dropout.forward(ones, rows, Pass(workspace, random: random))
    func mask(_ sentence: Int, _ step: Int) -> [Float] {
      y.row(lengths.row(sentence: sentence, step: step)).elements
    }
    for (sentence, length) in lengths.lengths.enumerated() {
      for step in (0..<length).dropFirst() {
        #expect((mask(sentence, step) == mask(sentence, 0)) == isVariational)
      }
    }
    #expect(mask(0, 0) != mask(1, 0))
    #expect(Set(y.elements) == [0, 2], "kept elements are scaled")
  }
}
