// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Layers
import Models
import TestSupport
import Testing

/// Compares the loss, every gradient and the first training losses of classifiers and labellers with
/// PyTorch.
@Suite struct GoldenSequenceTests {
  @Test(arguments: SequenceCase.golden, Pooling.allCases)
  func classifiersAgree(_ kind: SequenceCase, _ pooling: Pooling) throws {
    let golden = try GoldenSequences(kind)
    var configuration = ClassifierConfiguration()
    (configuration.encoder, configuration.pooling) = (kind.encoder(), pooling)
    configuration.labelCount = GoldenSequences.labels
    let model = SequenceClassifier(configuration)
    let batch = model.batch(
      try golden.sequences.enumerated().map { number, sequence in
        SequenceClassifier.Example(sequence, label: try golden.labels(number, "label")[0])
      }, numbers: golden.numbers)
    try golden.expect(model, batch, group: pooling.rawValue)
    if pooling == .last { try golden.expectTenSteps(model, batch, group: pooling.rawValue) }
  }

  @Test(arguments: SequenceCase.golden) func labellersAgree(_ kind: SequenceCase) throws {
    let golden = try GoldenSequences(kind)
    var configuration = LabellerConfiguration()
    configuration.encoder = kind.encoder()
    configuration.labelCount = GoldenSequences.labels
    let model = SequenceLabeller(configuration)
    let batch = model.batch(
      try golden.sequences.enumerated().map { number, sequence in
        SequenceLabeller.Example(sequence, labels: try golden.labels(number, "labels"))
      }, numbers: golden.numbers)
    try golden.expect(model, batch, group: "labels")
    try golden.expectTenSteps(model, batch, group: "labels")
  }
}

/// The sequences, the weights and the results of a golden file.
private struct GoldenSequences {
  static let labels = 3

  private let golden: Golden
  let sequences: [SequenceExample]
  var numbers: [UInt32] { sequences.indices.map { UInt32($0) } }

  init(_ kind: SequenceCase) throws {
    let golden = try Golden("sequences/" + kind.name)
    self.golden = golden
    let encoder = kind.encoder()
    sequences = try (0..<4).map { number in
      let name = "sequence\(number)."
      if encoder.vectorSize > 0 {
        let vectors = try golden.floats(name + "vectors")
        return SequenceExample(vectors: vectors, length: vectors.count / encoder.vectorSize)
      }
      let tokens = try golden.integers(name + "tokens").map(Int32.init)
      guard encoder.characterCount > 0 else { return SequenceExample(tokens: tokens) }
      var characters = try golden.integers(name + "character_ids").map(Int32.init)[...]
      let spellings = try golden.integers(name + "character_counts").map { count in
        defer { characters = characters.dropFirst(count) }
        return Array(characters.prefix(count))
      }
      return SequenceExample(tokens: tokens, spellings: spellings)
    }
  }

  func labels(_ number: Int, _ name: String) throws -> [Int32] {
    try golden.integers("sequence\(number).\(name)").map(Int32.init)
  }

  private func parameters(_ layout: ParameterLayout) throws -> ParameterBuffer {
    let parameters = ParameterBuffer(layout)
    let mapped = try MappedParameters(golden.path, layout)
    for entry in layout.entries {
      parameters.setValues(mapped[entry.slot].elements, of: entry.slot)
    }
    return parameters
  }

  /// Returns the mean loss of a batch.
  private func loss<Model: TrainableModel>(
    _ model: Model, _ batch: Model.Batch, _ pass: Pass
  ) -> Double {
    let count = Double(model.predictions(batch))
    return model.lossAndGradient(
      batch, scale: Float(1 / count), TrainingObjective(), pass,
      carried: ParameterBuffer(model.carried)) / count
  }

  func expect<Model: TrainableModel>(
    _ model: Model, _ batch: Model.Batch, group: String
  ) throws {
    let (workspace, terms) = (Workspace(), GradientTerms(model.layout))
    let weights = Weights(try parameters(model.layout))
    let found = loss(model, batch, Pass(weights, workspace, into: terms))
    try expectClose([found], golden.floats(group + ".loss"), relative: 1e-6, "loss")
    let gradient = terms.sum(model.layout, workspace)
    for entry in model.layout.entries {
      try expectClose(
        gradient.values(entry.slot), golden.floats("\(group).\(entry.name)"), relative: 1e-5,
        entry.name)
    }
  }

  func expectTenSteps<Model: TrainableModel>(
    _ model: Model, _ batch: Model.Batch, group: String
  ) throws {
    let parameters = try parameters(model.layout)
    let weights = Weights(parameters, packing: model.packedForTraining)
    let (workspace, terms) = (Workspace(), GradientTerms(model.layout))
    let moments = (ParameterBuffer(model.layout), ParameterBuffer(model.layout))
    let losses = (1...10).map { step in
      let found = loss(model, batch, Pass(weights, workspace, into: terms))
      let gradient = terms.sum(model.layout, workspace)
      workspace.kernels.adam(
        parameters.all, gradient: gradient.all, mean: moments.0.all, variance: moments.1.all,
        AdamStep(learningRate: 0.01, gradientScale: 1, weightDecay: 0, step: step))
      weights.repack()
      terms.clear()
      workspace.arena.reset()
      return found
    }
    try expectClose(losses, golden.floats(group + ".losses"), relative: 5e-6, "losses")
  }
}
