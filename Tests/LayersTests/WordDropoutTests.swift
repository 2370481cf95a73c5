// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import TestSupport
import Testing

@Suite struct WordDropoutTests {
  private let workspace = Workspace()
  private let random = Philox(seed: 1, purpose: 2, step: 3)

  @Test(arguments: [[3, 2, 1], [1, 1], [5], [1]], [0.1, 0.5, 0.9] as [Float])
  func gradientAgreesWithCentralDifferences(_ lengths: [Int], _ rate: Float) {
    var generator = SeededGenerator(seed: 2)
    let bench = LayerBench(&generator) { _ in WordDropout(rate: rate, stream: RandomStream(4)) }
    let (dropout, workspace) = (bench.layer, bench.workspace)
    let packed = PackedLengths(lengths)
    let rows = RowIdentities(packed, sentences: lengths.indices.map { UInt32($0 * 3 + 1) })
    let x = workspace.arena.random(rows: packed.rows, columns: 7, &generator)
    bench.expectGradients(of: ["x": x], relative: 3e-6) {
      let y = workspace.arena.matrix(rows: x.rows, columns: x.columns)
      y.copy(from: x)
      dropout.apply(to: y, rows, Pass(workspace, random: random))
      return LayerPass(outputs: [y]) { gradients in
        dropout.apply(to: gradients[0], rows, Pass(workspace, random: random))
        return gradients
      }
    }
  }

  /// A word is dropped completely or kept unchanged.
  @Test func wordsAreDroppedAsAWhole() {
    let sentences = 400
    let ones = ones(PackedLengths([Int](repeating: 2, count: sentences)))
    WordDropout(rate: 0.25, stream: RandomStream(4)).apply(
      to: ones.matrix, ones.rows, Pass(workspace, random: random))
    let sums = (0..<ones.matrix.rows).map { ones.matrix.row($0).elements.reduce(0, +) }
    #expect(sums.allSatisfy { $0 == 0 || $0 == 9 })
    let dropped = sums.count { $0 == 0 }
    #expect(abs(Double(dropped) / 800 - 0.25) < 0.05, "\(dropped) of 800")
  }

  @Test func nothingIsDroppedOutsideOfTrainingOrAtRateZero() {
    for (rate, random) in [(0.5, nil), (0, self.random)] as [(Float, Philox?)] {
      let ones = ones(PackedLengths([3, 2, 1]))
      WordDropout(rate: rate, stream: RandomStream(4)).apply(
        to: ones.matrix, ones.rows, Pass(workspace, random: random))
      #expect(ones.matrix.elements.allSatisfy { $0 == 1 })
    }
  }

  /// Different layers and different positions in a sentence drop different words.
  @Test func layersAndTimesDropOtherWords() {
    let masks = ([4, 5] as [UInt32]).map { tensor in
      let ones = ones(PackedLengths([Int](repeating: 2, count: 40)))
      WordDropout(rate: 0.5, stream: RandomStream(tensor)).apply(
        to: ones.matrix, ones.rows, Pass(workspace, random: random))
      return (0..<80).map { ones.matrix[$0, 0] }
    }
    #expect(masks[0] != masks[1])
    #expect(masks[0][..<40] != masks[0][40...])
  }

  private func ones(_ lengths: PackedLengths) -> (matrix: MatrixView, rows: RowIdentities) {
    let matrix = workspace.arena.matrix(rows: lengths.rows, columns: 9)
    matrix.fill(1)
    return (
      matrix, RowIdentities(lengths, sentences: (0..<lengths.sentences).map { UInt32($0) })
    )
  }
}
