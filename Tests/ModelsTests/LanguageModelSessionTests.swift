// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Inference
import Layers
import Models
import TestSupport
import Testing
import Threads

/// Sampling computes step by step what scoring computes at once.
@Suite struct LanguageModelSessionTests {
  @Test(arguments: LanguageModelCase.all)
  func stepsGiveTheLossesOfTheWhole(_ kind: LanguageModelCase) {
    let (toy, workspace) = (ToyLanguageModel(kind, dropout: 0.3), Workspace())
    let pass = Pass(Weights(toy.parameters, packing: toy.model.packedForInference), workspace)
    let batch = toy.batch([9, 4, 6], numbers: [0, 1, 2], fresh: [0, 1, 2])
    let expected = toy.model.losses(batch, pass)
    let session = LanguageModelSession(toy.model, pass)
    let lengths = batch.tokens.lengths
    var state = session.start(rows: 3)
    var found: [Float] = []
    for step in 0..<lengths.steps {
      let rows = lengths.rows(at: step)
      if rows.count < state.rows {
        state = session.gathering((0..<rows.count).map { Int32($0) }, of: state)
      }
      workspace.arena.scope {
        let step = session.advance(state, after: Array(batch.tokens.ids[rows]))
        let distribution = session.distribution(step)
        found += rows.enumerated().map {
          -distribution.logProbability(of: batch.targets[$1], row: $0)
        }
      }
    }
    expectClose(found, expected.losses, relative: 1e-6, "losses")
    for (found, expected) in zip(state.layers, expected.finalStates) {
      expectClose(found.hidden.elements, expected.hidden.row(0).elements, relative: 1e-6, "hidden")
      expectClose(found.cell.elements, expected.cell.row(0).elements, relative: 1e-6, "cell")
    }
  }

  @Test(arguments: LanguageModelCase.all)
  func filesGiveTheSameLosses(_ kind: LanguageModelCase) throws {
    let toy = ToyLanguageModel(kind)
    let directory = TemporaryDirectory()
    let path = directory.path("model.safetensors")
    try toy.parameters.writeModel(to: path, metadata: [:])
    let file = try MappedParameters(path, toy.model.layout)
    try file.requireNothingElse(than: toy.model.layout)
    let batch = toy.batch([9, 4, 6], numbers: [0, 1, 2], fresh: [0, 1, 2])
    func losses(_ weights: Weights) -> [Float] {
      toy.model.losses(batch, Pass(weights, Workspace())).losses
    }
    let expected = losses(Weights(toy.parameters, packing: toy.model.packedForInference))
    let pool = try WorkerPool(count: 2)
    expectSameBits(
      losses(toy.model.inferenceWeights(file, quantized: false, pool)), expected, "losses")
    expectClose(
      losses(toy.model.inferenceWeights(file, quantized: true, pool)), expected, relative: 0.1,
      "losses with 8 bits")
  }
}
