// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Layers
import Models
import TestSupport
import Testing

/// Compares a model with the results in a golden file, which also has its weights.
extension Golden {
  func parameters(_ layout: ParameterLayout) throws -> ParameterBuffer {
    let parameters = ParameterBuffer(layout)
    let mapped = try MappedParameters(path, layout)
    for entry in layout.entries {
      parameters.setValues(mapped[entry.slot].elements, of: entry.slot)
    }
    return parameters
  }

  /// Returns the mean loss of a batch.
  private func meanLoss<Model: TrainableModel>(
    _ model: Model, _ batch: Model.Batch, _ pass: Pass
  ) -> Double {
    let count = Double(model.predictions(batch))
    return model.lossAndGradient(
      batch, scale: Float(1 / count), TrainingObjective(), pass,
      carried: ParameterBuffer(model.carried)) / count
  }

  /// `loss` names the mean loss, and `gradient` begins the name of the gradient of each parameter.
  func expect<Model: TrainableModel>(
    _ model: Model, _ batch: Model.Batch, loss: String, gradient: String
  ) throws {
    let (workspace, terms) = (Workspace(), GradientTerms(model.layout))
    let weights = Weights(try parameters(model.layout))
    let found = meanLoss(model, batch, Pass(weights, workspace, into: terms))
    try expectClose([found], floats(loss), relative: 1e-6, "loss")
    let sum = terms.sum(model.layout, workspace)
    for entry in model.layout.entries {
      try expectClose(
        sum.values(entry.slot), floats("\(gradient).\(entry.name)"), relative: 1e-5, entry.name)
    }
  }

  /// `losses` names the losses before each of ten steps of Adam with rate 0.01.
  func expectTenSteps<Model: TrainableModel>(
    _ model: Model, _ batch: Model.Batch, losses: String
  ) throws {
    let parameters = try parameters(model.layout)
    let weights = Weights(parameters, packing: model.packedForTraining)
    let (workspace, terms) = (Workspace(), GradientTerms(model.layout))
    let moments = (ParameterBuffer(model.layout), ParameterBuffer(model.layout))
    let found = (1...10).map { step in
      let found = meanLoss(model, batch, Pass(weights, workspace, into: terms))
      let gradient = terms.sum(model.layout, workspace)
      workspace.kernels.adam(
        parameters.all, gradient: gradient.all, mean: moments.0.all, variance: moments.1.all,
        AdamStep(learningRate: 0.01, gradientScale: 1, weightDecay: 0, step: step))
      weights.repack()
      terms.clear()
      workspace.arena.reset()
      return found
    }
    try expectClose(found, floats(losses), relative: 5e-6, "losses")
  }
}
