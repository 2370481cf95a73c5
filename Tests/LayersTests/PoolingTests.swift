// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import TestSupport
import Testing

@Suite struct PoolingTests {
  private let workspace = Workspace()
  private let lengths = PackedLengths([3, 2, 1])
  /// Sequences (1, −4, 2), (5, 5) and (−3) of two columns, the second with the signs changed.
  private var outputs: MatrixView {
    let values: [Float] = [1, -1, 5, -5, -3, 3, -4, 4, 5, -5, 2, -2]
    return workspace.arena.matrix(rows: 6, columns: 2, values)
  }
  private var pass: Pass {
    Pass(Weights(ParameterBuffer(ParameterLayout())), workspace)
  }

  @Test func meansOverTime() {
    let means = MeanOverTime.forward(outputs, lengths, pass)
    #expect(means.elements == [-1 / 3, 1 / 3, 5, -5, -3, 3])
    let gradient = workspace.arena.matrix(rows: 3, columns: 2, [3, 6, 4, 8, 5, 7])
    #expect(
      MeanOverTime.backward(gradient, lengths, pass).elements
        == [1, 2, 2, 4, 5, 7, 1, 2, 2, 4, 1, 2])
  }

  /// Of equal values, the earliest gets the gradient.
  @Test func maximaOverTime() {
    let maxima = MaxOverTime.forward(outputs, lengths, pass)
    #expect(maxima.output.elements == [2, 4, 5, -5, -3, 3])
    let gradient = workspace.arena.matrix(rows: 3, columns: 2, [1, 2, 3, 4, 5, 6])
    #expect(
      MaxOverTime.backward(gradient, maxima, lengths, pass).elements
        == [0, 0, 3, 4, 5, 6, 0, 2, 0, 0, 1, 0])
  }
}
