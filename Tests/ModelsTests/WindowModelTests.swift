// SPDX-License-Identifier: Apache-2.0

import Compute
import FoundationEssentials
import Layers
import Models
import TestSupport
import Testing

@Suite struct WindowModelTests {
  /// The context size, the embedding size and the hidden size.
  private static let shapes = [
    [1, 1, 1], [3, 5, 7], [2, 3, 0], [4, 17, 3], [2, 0, 0], [3, 0, 5],
  ]
  private static let start: Int32 = 2
  private let random = Philox(seed: 3, purpose: 2, step: 1)

  /// Texts of several lengths, and a part of a text with tokens before it.
  private static let examples: [WindowExample] = [
    WindowExample([4, 5, 8]), WindowExample([6]), WindowExample([4, 4, 7, 2, 0]),
    WindowExample(text: [5, 1, 6, 8, 3], predicted: 2..<5),
    WindowExample(text: [5, 1, 6, 8, 3], predicted: 1..<2),
  ]

  private struct Bench {
    let model: WindowModel
    let parameters: ParameterBuffer
    let weights: Weights
    let batch: WindowBatch
    let workspace = Workspace()

    init(_ shape: [Int], dropout: Float = 0, _ examples: [WindowExample] = examples) {
      model = WindowModel(
        WindowModelConfiguration(
          vocabularySize: 9, contextSize: shape[0], embeddingSize: shape[1],
          hiddenSize: shape[2], dropout: dropout))
      parameters = ParameterBuffer(model.layout)
      var generator = SeededGenerator(seed: 4)
      for entry in model.layout.entries {
        let count = entry.slot.rows * entry.slot.columns
        parameters.setValues(generator.floats(count), of: entry.slot)
      }
      weights = Weights(parameters)
      batch = WindowBatch(
        examples, numbers: examples.indices.map(UInt32.init), contextSize: shape[0], start: start)
    }

    func lossAndGradient(
      scale: Float = 1, random: Philox? = nil
    ) -> (loss: Double, gradient: ParameterBuffer) {
      workspace.arena.scope {
        let terms = GradientTerms(model.layout)
        let pass = Pass(weights, workspace, random: random, into: terms)
        let loss = model.lossAndGradient(batch, scale: scale, pass)
        return (loss, terms.sum(model.layout, workspace))
      }
    }

    func losses() -> [Float] {
      workspace.arena.scope { model.losses(batch, Pass(weights, workspace)) }
    }
  }

  @Test(arguments: shapes, [0, 0.4] as [Float])
  func everyGradientAgreesWithCentralDifferences(_ shape: [Int], dropout: Float) {
    let bench = Bench(shape, dropout: dropout)
    let gradient = bench.lossAndGradient(random: random).gradient
    for entry in bench.model.layout.entries {
      let expected = centralDifferences(at: bench.parameters[entry.slot]) {
        bench.lossAndGradient(random: random).loss
      }
      expectClose(gradient[entry.slot].elements, expected, relative: 2e-4, entry.name)
    }
  }

  @Test(arguments: shapes) func theGradientIsScaled(_ shape: [Int]) {
    let bench = Bench(shape)
    let (loss, gradient) = bench.lossAndGradient()
    let scaled = bench.lossAndGradient(scale: 0.25)
    #expect(loss == scaled.loss)
    expectClose(
      scaled.gradient.elements, gradient.elements.map { $0 / 4 }, relative: 1e-6, "gradient")
  }

  @Test(arguments: shapes) func theLossesAddUpAndIgnoreDropout(_ shape: [Int]) {
    let losses = Bench(shape).losses()
    expectClose(
      [losses.reduce(0) { $0 + Double($1) }], [Bench(shape).lossAndGradient().loss],
      relative: 1e-6, "loss")
    #expect(Bench(shape, dropout: 0.5).losses() == losses)
    let dropped = Bench(shape, dropout: 0.5)
    #expect(
      dropped.lossAndGradient(random: random).loss
        != dropped.lossAndGradient(random: Philox(seed: 3, purpose: 2, step: 2)).loss)
  }

  /// Each token is predicted from the tokens before it, also where an example begins within a text.
  @Test(arguments: shapes) func aLossIsThatOfTheDistribution(_ shape: [Int]) {
    let bench = Bench(shape)
    let losses = bench.losses()
    for (number, example) in Self.examples.enumerated() {
      let rows = bench.batch.rows(ofExample: number)
      #expect(rows.count == example.predicted.count)
      for (row, position) in zip(rows, example.predicted) {
        #expect(bench.batch.targets.ids[row] == example.text[position])
        let distribution = bench.model.distribution(
          after: [example.text[..<position]], start: Self.start,
          Pass(bench.weights, bench.workspace))
        expectClose(
          [-losses[row]], [distribution.logProbability(of: example.text[position], row: 0)],
          relative: 1e-5, "example \(number), position \(position)")
      }
    }
  }

  @Test func theWindowIsFilledWithTheStart() {
    let batch = WindowBatch(
      [WindowExample([4, 5, 6]), WindowExample(text: [7, 8], predicted: 1..<2)],
      numbers: [0, 1], contextSize: 2, start: Self.start)
    #expect(batch.targets.ids == [4, 8, 5, 6])
    #expect(batch.context == [[2, 2, 2, 4], [2, 7, 4, 5]])
  }

  @Test(arguments: shapes) func theSizesSayHowManyParametersThereAre(_ shape: [Int]) {
    let model = Bench(shape).model
    #expect(model.configuration.parameterCount == model.layout.parameterCount)
  }

  @Test func theNamesAreThoseOfPyTorch() {
    func names(_ shape: [Int]) -> [String] {
      Bench(shape).model.layout.entries.map { "\($0.name) \($0.shape)" }
    }
    #expect(
      names([3, 5, 7]) == [
        "embedding.weight [9, 5]", "hidden.weight [7, 15]", "hidden.bias [7]",
        "output.weight [9, 7]", "output.bias [9]",
      ])
    #expect(
      names([3, 5, 0]) == ["embedding.weight [9, 5]", "output.weight [9, 15]", "output.bias [9]"])
    #expect(names([3, 0, 0]) == ["output.weight [9, 27]", "output.bias [9]"])
  }

  @Test func initialWeightsAreThoseOfPyTorch() {
    let model = WindowModel(
      WindowModelConfiguration(
        vocabularySize: 50, contextSize: 4, embeddingSize: 25, hiddenSize: 16))
    let parameters = model.initialParameters(seed: 5, embeddingDeviation: 0.5)
    for entry in model.layout.entries {
      let values = parameters[entry.slot].elements.map(Double.init)
      let largest = values.map(abs).max() ?? 0
      switch entry.name {
      case "embedding.weight":
        let variance = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
        #expect(abs(variance.squareRoot() - 0.5) < 0.05 && largest > 1)
      case "hidden.weight", "hidden.bias": #expect((0.07...0.1).contains(largest))
      default: #expect((0.2...0.25).contains(largest))
      }
    }
    expectSameBits(
      parameters.elements, model.initialParameters(seed: 5, embeddingDeviation: 0.5).elements,
      "the same seed")
  }
}

// MARK: - Configuration

extension WindowModelTests {
  @Test func theSizesAreThoseOfTheLanguageModel() {
    var configuration = LanguageModelConfiguration(
      vocabularySize: 27, embeddingSize: 10, hiddenSize: 200, dropout: 0.25)
    (configuration.kind, configuration.order) = (.window, 3)
    let window = WindowModelConfiguration(configuration)
    #expect(
      window
        == WindowModelConfiguration(
          vocabularySize: 27, contextSize: 3, embeddingSize: 10, hiddenSize: 200, dropout: 0.25))
    #expect(configuration.parameterCount == WindowModel(window).layout.parameterCount)
    #expect(WindowModel(window).multiplyAddsPerToken == 30 * 200 + 200 * 27)
  }

  /// Label smoothing moves the target of each bias, which is a count, towards that of all others.
  @Test func labelSmoothingSpreadsTheTargets() {
    let bench = Bench([2, 3, 4])
    let biases = [Float(0), 0.3].map { smoothing in
      bench.workspace.arena.scope {
        let terms = GradientTerms(bench.model.layout)
        let pass = Pass(bench.weights, bench.workspace, into: terms)
        _ = bench.model.lossAndGradient(
          bench.batch, scale: 1, labelSmoothing: smoothing, pass)
        return terms.sum(bench.model.layout, bench.workspace).values(bench.model.output.bias)
      }
    }
    let targets = bench.batch.targets.ids
    let expected = (0..<9).map { word in
      biases[0][word] + 0.3
        * (Float(targets.count { $0 == word }) - Float(targets.count) / 9)
    }
    expectClose(biases[1], expected, relative: 1e-4, "bias")
  }
}
