// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import Models
import TestSupport
import Testing

/// Compares every element of states, logits, loss and gradients of the whole model with PyTorch.
@Suite struct GoldenForwardTests {
  @Test(arguments: GoldenModel.names) func encoderStatesAgree(_ name: String) throws {
    let made = try GoldenModel(name)
    let weights = try Weights(made.parameters())
    let workspace = Workspace()
    let source = made.batch.source
    let encoded = made.model.encoder.forward(source.tokens, Pass(weights, workspace))
    let states = encoded.finalStates.map { $0.gathering(source.rowOfSentence, workspace.arena) }
    try expectClose(
      states.flatMap(\.hidden.elements), made.golden.floats("encoder.h"), relative: 1e-6, "h")
    try expectClose(
      states.flatMap(\.cell.elements), made.golden.floats("encoder.c"), relative: 1e-6, "c")
  }

  @Test(arguments: GoldenModel.names) func logitsAgree(_ name: String) throws {
    let made = try GoldenModel(name)
    let weights = try Weights(made.parameters())
    let workspace = Workspace()
    let found = logits(made, weights, workspace)
    let shape = try made.golden.shape("logits")
    let expected = try made.golden.floats("logits")

    let lengths = made.batch.decoderInput.lengths
    var inOurOrder: [Float] = []
    for step in 0..<lengths.steps {
      for sentence in made.batch.sentencesOfDecoder.prefix(lengths.batchSizes[step]) {
        let first = (sentence * shape[1] + step) * shape[2]
        inOurOrder += expected[first..<first + shape[2]]
      }
    }
    expectClose(found, inOurOrder, relative: 1e-6, "logits")
  }

  @Test(arguments: GoldenModel.names, [false, true])
  func lossAndEveryGradientAgree(_ name: String, packed: Bool) throws {
    let made = try GoldenModel(name)
    let packing = packed ? made.model.packedForTraining : []
    let weights = try Weights(made.parameters(), packing: packing)
    let (workspace, terms) = (Workspace(), GradientTerms(made.model.layout))
    let loss = made.model.lossAndGradient(
      made.batch, scale: made.scale,
      Pass(weights, workspace, random: Philox(seed: 1, purpose: 1), into: terms))
    let mean = loss / Double(made.batch.targetTokens)
    try expectClose([mean], made.golden.floats("loss"), relative: 1e-6, "loss")
    let gradient = terms.sum(made.model.layout, workspace)
    for entry in made.model.layout.entries {
      try expectClose(
        gradient.values(entry.slot), made.golden.floats("gradient." + entry.name),
        relative: 4e-6, entry.name)
    }
    let losses = made.model.losses(made.batch, Pass(weights, workspace))
    let sum = losses.reduce(0) { $0 + Double($1) }
    expectClose([sum], [loss], relative: 1e-6, "sum of the losses")
  }

  /// In the order of the rows of the decoder's input.
  private func logits(
    _ made: GoldenModel, _ weights: Weights, _ workspace: Workspace
  ) -> [Float] {
    let (model, batch) = (made.model, made.batch)
    let decoded = model.decoded(batch, Pass(weights, workspace))
    let output = model.decoder.output
    let logits = workspace.arena.matrix(
      rows: batch.targetTokens, columns: model.configuration.targetVocabularySize)
    for row in 0..<logits.rows { logits.row(row).copy(from: weights[output.bias]) }
    workspace.products.multiply(
      decoded.output, byTransposeOf: output.weight, of: weights, into: logits, accumulating: true)
    return logits.elements
  }
}

extension TranslationBatch {
  /// The index of the pair in each of the decoder's rows.
  fileprivate var sentencesOfDecoder: [Int] {
    encoderRows.compactMap { source.rowOfSentence.firstIndex(of: $0) }
  }
}
