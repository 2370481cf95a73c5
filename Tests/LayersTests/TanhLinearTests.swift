// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import TestSupport
import Testing

@Suite struct TanhLinearTests {
  @Test(arguments: [[1, 1, 1], [4, 3, 5], [1, 17, 2], [3, 2, 9]], [false, true])
  func gradientAgreesWithCentralDifferences(_ shape: [Int], hasBias: Bool) {
    var generator = SeededGenerator(seed: 1)
    let bench = LayerBench(&generator) {
      TanhLinear(
        &$0, name: "linear", inputSize: shape[1], outputSize: shape[2], hasBias: hasBias)
    }
    let (layer, workspace) = (bench.layer, bench.workspace)
    let x = workspace.arena.random(rows: shape[0], columns: shape[1], &generator)
    bench.expectGradients(of: ["x": x]) {
      let saved = layer.forward(x, bench.pass())
      return LayerPass(outputs: [saved.output]) { gradients in
        let dX = layer.backward(gradients[0], saved, bench.pass())
        layer.addGradients(gradients[0], saved, bench.pass())
        return [dX]
      }
    }
  }
}
