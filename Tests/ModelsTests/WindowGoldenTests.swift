// SPDX-License-Identifier: Apache-2.0

import Compute
import Models
import TestSupport
import Testing

/// Compares the loss, every gradient and the first training losses of window models with PyTorch.
@Suite struct WindowGoldenTests {
  /// The context size, the embedding size and the hidden size of each golden file.
  private static let cases: [(String, [Int])] = [
    ("hidden", [3, 5, 7]), ("straight", [2, 5, 0]), ("one_hot", [3, 0, 0]),
    ("one_hot_hidden", [1, 0, 6]), ("wide", [4, 17, 33]),
  ]

  @Test(arguments: cases) func tenStepsAgree(_ name: String, _ sizes: [Int]) throws {
    let golden = try Golden("windows/" + name)
    let model = WindowModel(
      WindowModelConfiguration(
        vocabularySize: 11, contextSize: sizes[0], embeddingSize: sizes[1], hiddenSize: sizes[2]))
    let parameters = ParameterBuffer(model.layout)
    for entry in model.layout.entries {
      #expect(try golden.shape(entry.name) == entry.shape)
      parameters.setValues(try golden.floats(entry.name), of: entry.slot)
    }
    let texts = try texts(of: golden)
    let batch = WindowBatch(
      texts.map { WindowExample($0) }, numbers: texts.indices.map(UInt32.init),
      contextSize: sizes[0], start: 2)
    let count = batch.targets.ids.count
    let (weights, workspace) = (Weights(parameters), Workspace())
    let velocity = ParameterBuffer(model.layout)
    var losses: [Double] = []
    for step in 0..<10 {
      workspace.arena.reset()
      let terms = GradientTerms(model.layout)
      let loss = model.lossAndGradient(
        batch, scale: 1 / Float(count), Pass(weights, workspace, into: terms))
      losses.append(loss / Double(count))
      let gradient = terms.sum(model.layout, workspace)
      for entry in model.layout.entries where step == 0 {
        try expectClose(
          gradient.values(entry.slot), golden.floats("gradient." + entry.name),
          relative: 1e-5, entry.name)
      }
      workspace.kernels.sgd(
        parameters.all, gradient: gradient.all, velocity: velocity.all,
        SGDStep(learningRate: 0.1, gradientScale: 1, weightDecay: 0, momentum: 0))
      weights.repack()
    }
    try expectClose([losses[0]], golden.floats("loss"), relative: 1e-6, "loss")
    try expectClose(losses, golden.floats("losses"), relative: 5e-6, "losses")
  }

  private func texts(of golden: Golden) throws -> [ArraySlice<Int32>] {
    let width = try golden.shape("ids")[1]
    let ids = try golden.integers("ids").map(Int32.init)
    return try golden.integers("lengths").enumerated().map { row, length in
      ids[row * width..<row * width + length]
    }
  }
}
