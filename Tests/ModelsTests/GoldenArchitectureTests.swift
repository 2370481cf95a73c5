// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Models
import TestSupport
import Testing

/// Compares the loss, every gradient and the first training losses with PyTorch, for every kind of
/// model.
@Suite struct GoldenArchitectureTests {
  private static let cases =
    ArchitectureCase.all.filter { !$0.name.hasSuffix("dropout") } + ArchitectureCase.clipped

  @Test(arguments: cases, [false, true])
  func lossAndEveryGradientAgree(_ architecture: ArchitectureCase, packed: Bool) throws {
    let made = try Made(architecture)
    let weights = Weights(
      made.parameters, packing: packed ? made.model.packedForTraining : [])
    let (loss, gradient) = made.lossAndGradient(weights, Workspace())
    try expectClose([loss], made.golden.floats("loss"), relative: 1e-6, "loss")
    for entry in made.model.layout.entries {
      try expectClose(
        gradient.values(entry.slot), made.golden.floats("gradient." + entry.name),
        relative: 1e-5, entry.name)
    }
    let losses = made.model.losses(made.batch, Pass(weights, Workspace()))
    let mean = losses.reduce(0) { $0 + Double($1) } / Double(losses.count)
    expectClose([mean], [loss], relative: 1e-6, "mean of the losses")
  }

  @Test(arguments: cases) func tenStepsAgree(_ architecture: ArchitectureCase) throws {
    let made = try Made(architecture)
    let weights = Weights(made.parameters, packing: made.model.packedForTraining)
    let workspace = Workspace()
    let moments = (ParameterBuffer(made.model.layout), ParameterBuffer(made.model.layout))
    var losses: [Double] = []
    for step in 1...10 {
      let (loss, gradient) = made.lossAndGradient(weights, workspace)
      losses.append(loss)
      workspace.kernels.adam(
        made.parameters.all, gradient: gradient.all, mean: moments.0.all,
        variance: moments.1.all,
        AdamStep(learningRate: 0.01, gradientScale: 1, weightDecay: 0, step: step))
      weights.repack()
      workspace.arena.reset()
    }
    try expectClose(losses, made.golden.floats("losses"), relative: 5e-6, "losses")
  }
}

/// The model, the weights and the sentence pairs of a golden file.
private struct Made {
  let golden: Golden
  let model: EncoderDecoder
  let parameters: ParameterBuffer
  let batch: TranslationBatch
  private let objective: TrainingObjective
  /// The maximum norm of the summed loss's gradient by a state.
  private let stateClipNorm: Float?

  init(_ architecture: ArchitectureCase) throws {
    objective = architecture.objective
    golden = try Golden("architectures/" + architecture.name)
    var configuration = ModelConfiguration(
      sourceVocabularySize: 11, targetVocabularySize: 13, embeddingSize: 6, hiddenSize: 6,
      layers: 2, dropout: 0)
    architecture.change(&configuration)
    model = EncoderDecoder(configuration)
    parameters = ParameterBuffer(model.layout)
    let mapped = try MappedParameters(golden.path, model.layout)
    for entry in model.layout.entries {
      parameters.setValues(mapped[entry.slot].elements, of: entry.slot)
    }
    stateClipNorm = architecture.name.hasPrefix("clipped") ? try golden.floats("clip")[0] : nil
    batch = TranslationBatch(
      Array(zip(try golden.sentences("source"), try golden.sentences("target"))))
  }

  /// Returns the mean loss per target token, and its gradient.
  func lossAndGradient(
    _ weights: Weights, _ workspace: Workspace
  ) -> (Double, ParameterBuffer) {
    let terms = GradientTerms(model.layout)
    let count = batch.targetTokens
    let loss = model.lossAndGradient(
      batch, scale: 1 / Float(count), objective: objective,
      Pass(
        weights, workspace, random: Philox(seed: 1, purpose: 1),
        stateClipNorm: stateClipNorm.map { $0 / Float(count) }, into: terms))
    return (loss / Double(count), terms.sum(model.layout, workspace))
  }
}
