// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Models
import Tasks
import TestSupport
import Testing
import Threads

/// Compares the norms of the gradient of a translation's loss with respect to the states of the
/// encoder with PyTorch.
@Suite struct TranslationGradientTests {
  @Test(arguments: ["translator", "attending_translator"])
  func theStatesOfTheEncoderAgreeWithPyTorch(_ name: String) throws {
    let golden = try Golden(ofModels: "state_gradients/" + name)
    var configuration = ModelConfiguration(
      sourceVocabularySize: 11, targetVocabularySize: 13, embeddingSize: 6, hiddenSize: 6,
      layers: 2, dropout: 0)
    if name == "attending_translator" {
      (configuration.bidirectional, configuration.attention) = (.all, .general)
    }
    let model = TranslationModel(EncoderDecoder(configuration))
    let (mapped, parameters) = (
      try MappedParameters(golden.path, model.layout), ParameterBuffer(model.layout)
    )
    for entry in model.layout.entries {
      parameters.setValues(mapped[entry.slot].elements, of: entry.slot)
    }
    let pairs = Array(zip(try golden.sentences("source"), try golden.sentences("target")))
    for (number, pair) in pairs.enumerated() {
      let workspaces = PerWorker(count: 1) { Workspace() }
      let (layers, loss) = model.stateGradients(
        of: [pair], upTo: 1000, Weights(parameters), try WorkerPool(count: 1), { workspaces[$0] })
      try expectClose(
        [loss], golden.floats("sentence\(number).loss"), relative: 1e-5, "loss")
      #expect(layers.count == (name == "translator" ? 2 : 4))
      for found in layers {
        let place = "l\(found.layer.number - 1)" + (found.layer.readsBackward ? "_reverse" : "")
        for (state, means) in [("hidden", found.hidden), ("cell", found.cell)] {
          let expected = try golden.floats("sentence\(number).\(state)_\(place)")
          #expect(means.longest == pair.0.count)
          expectClose(
            (0...means.longest).map(means.mean), expected.reversed().map(Double.init),
            relative: 1e-5, "sentence \(number), \(state) \(place)")
        }
      }
    }
  }
}
