// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import TestSupport
import Testing

@Suite struct LayerNormTests {
  /// Both in place and not, because the layers use both.
  @Test(arguments: [[1, 3], [4, 5], [3, 17], [2, 33]], [false, true])
  func gradientAgreesWithCentralDifferences(_ shape: [Int], inPlace: Bool) {
    var generator = SeededGenerator(seed: 1)
    let bench = LayerBench(&generator) { LayerNorm(&$0, name: "norm", size: shape[1]) }
    let (norm, pass) = (bench.layer, bench.pass())
    let arena = pass.arena
    let x = arena.random(rows: shape[0], columns: shape[1], &generator)
    bench.expectGradients(of: ["x": x], relative: 2e-4, step: 0x1p-7) {
      let saved = norm.saved(rows: x.rows, pass)
      let y = arena.matrix(rows: x.rows, columns: x.columns)
      if inPlace { y.copy(from: x) }
      norm.forward(inPlace ? y : x, into: y, saved, pass)
      return LayerPass(outputs: [y]) { gradients in
        let dX = inPlace ? gradients[0] : arena.matrix(rows: x.rows, columns: x.columns)
        norm.backward(gradients[0], into: dX, saved, pass)
        norm.addGradient(saved, pass)
        return [dX]
      }
    }
  }

  /// Output rows have mean 0 and variance 1 for any input.
  @Test func rowsAreNormalized() {
    var generator = SeededGenerator(seed: 2)
    let bench = LayerBench(&generator) { LayerNorm(&$0, name: "norm", size: 17) }
    bench.parameters[bench.layer.gain].fill(1)
    let workspace = bench.workspace
    let x = workspace.arena.random(rows: 5, columns: 17, range: 100, &generator)
    for row in 0..<x.rows { x[row, 0] += 300 }
    let y = workspace.arena.matrix(rows: x.rows, columns: x.columns)
    bench.layer.forward(
      x, into: y, bench.layer.saved(rows: x.rows, bench.pass()), bench.pass())
    for row in 0..<y.rows {
      let elements = y.row(row).elements.map(Double.init)
      #expect(abs(elements.reduce(0, +)) < 1e-4)
      #expect(abs(elements.reduce(0) { $0 + $1 * $1 } / 17 - 1) < 1e-4)
    }
  }
}
