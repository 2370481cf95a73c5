// SPDX-License-Identifier: Apache-2.0

import Compute
import Inference
import Layers
import Models
import TestSupport
import Testing

/// Generators: gradients, and generation step by step.
@Suite struct GeneratorTests {
  private static let numbers: [UInt32] = [5, 0, 7, 2, 3]

  @Test(arguments: GeneratorCase.all, [0, 0.3] as [Float])
  func gradientsAreThoseOfDifferences(_ kind: GeneratorCase, dropout: Float) {
    let model = kind.model(dropout: dropout)
    let batch = model.batch(GeneratorCase.examples([2, 4, 0, 3, 1]), numbers: Self.numbers)
    expectGradient(model, batch, step: kind.step, kind.name)
  }

  @Test(arguments: GeneratorCase.golden) func lossesAndGradientsAreThoseOfPyTorch(
    _ kind: GeneratorCase
  ) throws {
    let (golden, model) = (try Golden("generators/" + kind.name), kind.model())
    let examples = try (0..<4).map { number in
      GeneratorExample(
        try golden.floats("example\(number).vector"),
        tokens: try golden.integers("example\(number).tokens").map(Int32.init))
    }
    let batch = model.batch(examples, numbers: [0, 1, 2, 3])
    try golden.expect(model, batch, loss: "loss", gradient: "gradient")
    try golden.expectTenSteps(model, batch, losses: "losses")
  }

  @Test(arguments: GeneratorCase.all)
  func examplesTogetherGiveTheLossesOfEach(_ kind: GeneratorCase) {
    let model = kind.model()
    let weights = Weights(
      ParameterBuffer.random(model.layout), packing: model.packedForInference)
    let examples = GeneratorCase.examples([3, 0, 6, 4, 3])
    let together = model.batch(examples, numbers: Self.numbers)
    let losses = model.losses(together, Pass(weights, Workspace()))
    for (place, example) in examples.enumerated() {
      let alone = model.losses(
        model.batch([example], numbers: [0]), Pass(weights, Workspace()))
      expectSameBits(
        together.targetPlaces(ofExample: place).map { losses[$0] }, alone, "example \(place)")
    }
  }

  /// The vector matters, in every kind of model.
  @Test(arguments: GeneratorCase.all) func otherVectorsGiveOtherLosses(_ kind: GeneratorCase) {
    let model = kind.model()
    let weights = Weights(ParameterBuffer.random(model.layout))
    func losses(_ vector: [Float]) -> [Float] {
      let example = GeneratorExample(vector, tokens: [2, 4, 5, 3])
      return model.losses(model.batch([example], numbers: [0]), Pass(weights, Workspace()))
    }
    for (one, other) in zip(losses([1, 0, 0]), losses([0, 1, 0])) {
      #expect(abs(one - other) > 1e-3)
    }
  }

  @Test(arguments: GeneratorCase.all) func stepsGiveTheLossesOfTheWhole(_ kind: GeneratorCase) {
    let (model, workspace) = (kind.model(dropout: 0.3), Workspace())
    let parameters = ParameterBuffer.random(model.layout)
    let pass = Pass(Weights(parameters, packing: model.packedForInference), workspace)
    let examples = GeneratorCase.examples([3, 0, 6, 4])
    let batch = model.batch(examples, numbers: [0, 1, 2, 3])
    let expected = model.losses(batch, pass)
    let session = GeneratorSession(model, pass)
    let lengths = batch.text.tokens.lengths
    let longest = longestFirst(examples.map { $0.length })
    var state = session.start(longest.map { examples[$0].vector })
    var found: [Float] = []
    for step in 0..<lengths.steps {
      let rows = lengths.rows(at: step)
      if rows.count < state.rows {
        state = session.gathering((0..<rows.count).map { Int32($0) }, of: state)
      }
      workspace.arena.scope {
        let step = session.advance(state, after: Array(batch.text.tokens.ids[rows]))
        let distribution = session.distribution(step)
        found += rows.enumerated().map {
          -distribution.logProbability(of: batch.text.targets[$1], row: $0)
        }
      }
    }
    expectClose(found, expected, relative: 1e-6, "losses")
  }

  /// An unrelated draw would give weights of linear layers the range ±1/√H.
  @Test func initialWeightsDependOnTheNumberOfInputs() {
    var configuration = GeneratorConfiguration()
    configuration.decoder = LanguageModelConfiguration(
      vocabularySize: 9, embeddingSize: 4, hiddenSize: 4)
    configuration.vectorSize = 100
    let model = SequenceGenerator(configuration)
    let parameters = model.initialParameters(seed: 1, embeddingDeviation: 1)
    for entry in model.layout.entries where entry.name.hasPrefix("injection.") {
      let largest = parameters[entry.slot].elements.map(abs).max() ?? 0
      let limit: Float = entry.name.hasSuffix("weight") ? 0.1 : 0.5
      #expect(largest <= limit && largest > limit / 4, "\(entry.name)")
    }
  }
}
