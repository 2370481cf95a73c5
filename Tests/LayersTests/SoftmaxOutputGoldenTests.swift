// SPDX-License-Identifier: Apache-2.0

import Compute
import Glibc
import Layers
import TestSupport
import Testing

@Suite struct SoftmaxOutputGoldenTests {
  /// With identity weights and no bias, the logits are the input.
  @Test func lossesAndGradientAgreeWithPyTorch() throws {
    let golden = try Golden("cross_entropy")
    let shape = try golden.shape("logits")
    let bench = SoftmaxBench(inputSize: shape[1], vocabularySize: shape[1])
    for column in 0..<shape[1] { bench.parameters[bench.layer.weight][column, column] = 1 }
    let x = try golden.matrix("logits", bench.workspace.arena)
    let targets = try golden.integers("targets").map(Int32.init)

    let losses = bench.layer.losses(x, targets: targets, bench.pass())
    try expectClose(losses, golden.floats("losses"), relative: 1e-6, "losses")

    let (loss, dX) = bench.layer.lossAndGradient(
      x, targets: targets, scale: 1 / Float(shape[0]), bench.pass())
    try expectClose([loss / Double(shape[0])], golden.floats("loss"), relative: 1e-6, "loss")
    try expectClose(dX.elements, golden.floats("d.logits"), relative: 1e-6, "d.logits")
    let gradient = bench.gradient
    try expectClose(
      gradient[bench.layer.bias].elements, columnSums(golden.floats("d.logits"), shape[1]),
      relative: 1e-6, "d.bias")
  }

  /// Using every word as the target gives the whole row of logits, up to a constant.
  @Test func logitsAgreeWithPyTorch() throws {
    let golden = try Golden("linear")
    let shape = try golden.shape("weight")
    let bench = SoftmaxBench(inputSize: shape[1], vocabularySize: shape[0])
    try bench.parameters[bench.layer.weight].copy(from: golden.floats("weight"))
    try bench.parameters[bench.layer.bias].copy(from: golden.floats("bias"))
    let x = try golden.matrix("x", bench.workspace.arena)
    let logits = try golden.floats("y").map(Double.init)

    for row in 0..<x.rows {
      let expected = logits[row * shape[0]..<(row + 1) * shape[0]]
      let logSum = log(expected.reduce(0) { $0 + exp($1) })
      for word in 0..<shape[0] {
        let loss = bench.layer.losses(
          x.row(row), targets: [Int32(word)], bench.pass())
        expectClose(
          loss, [logSum - expected[expected.startIndex + word]], relative: 1e-6,
          "row \(row), word \(word)")
      }
    }
  }

  @Test func gradientOfALinearMapAgreesWithPyTorch() throws {
    let golden = try Golden("linear")
    let workspace = Workspace()
    let (arena, products) = (workspace.arena, workspace.products)
    let x = try golden.matrix("x", arena)
    let weight = try golden.matrix("weight", arena)
    let dY = try golden.matrix("d.y", arena)

    let dX = arena.matrix(rows: x.rows, columns: x.columns)
    products.multiply(dY, by: weight, into: dX)
    try expectClose(dX.elements, golden.floats("d.x"), relative: 1e-6, "d.x")
    let dWeight = arena.matrix(rows: weight.rows, columns: weight.columns)
    products.multiply(transposeOf: dY, by: x, into: dWeight)
    try expectClose(dWeight.elements, golden.floats("d.weight"), relative: 1e-6, "d.weight")
    let dBias = arena.zeros(rows: 1, columns: weight.rows)
    workspace.kernels.addColumnSums(of: dY, to: dBias)
    try expectClose(dBias.elements, golden.floats("d.bias"), relative: 1e-6, "d.bias")
  }

  private func columnSums(_ values: [Float], _ columns: Int) -> [Double] {
    (0..<columns).map { column in
      stride(from: column, to: values.count, by: columns).reduce(0) { $0 + Double(values[$1]) }
    }
  }
}
