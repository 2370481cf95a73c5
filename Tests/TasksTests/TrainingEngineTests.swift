// SPDX-License-Identifier: Apache-2.0

import Compute
import Models
import Tasks
import TestSupport
import Testing
import Training

/// Compares ten steps on several threads with PyTorch; the golden files belong to ModelsTests.
@Suite struct TrainingEngineTests {
  /// Returns the configuration of the golden trainings: rates, momentum and weight decay from their
  /// README.
  private static func configuration(
    _ optimizer: OptimizerKind, clipNorm: Float
  ) -> TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.clipNorm = clipNorm
    configuration.optimizer = optimizer
    configuration.learningRate = optimizer == .sgd ? 0.1 : 0.01
    configuration.momentum = 0.9
    configuration.weightDecay =
      switch optimizer {
      case .adam: 0
      case .adamw: 0.1
      case .adagrad, .sgd, .sgdw: 1e-3
      }
    return configuration
  }

  private static func step(
    _ made: GoldenModel, _ optimizer: OptimizerKind, threads: Int
  ) throws -> TrainingEngine<TranslationModel> {
    try TrainingEngine(
      TranslationModel(made.model), made.parameters(),
      optimizer: Optimizer(optimizer, made.model.layout),
      threads: threads)
  }

  /// Also with more threads than sentence pairs.
  @Test(arguments: GoldenModel.names, [1, 2, 7])
  func tenStepsAgreeWithPyTorch(_ name: String, threads: Int) throws {
    let made = try GoldenModel(name)
    for optimizer in [OptimizerKind.adam, .adamw, .adagrad, .sgd] {
      let configuration = Self.configuration(
        optimizer, clipNorm: try made.golden.floats("clip_norm")[0])
      let step = try Self.step(made, optimizer, threads: threads)
      let results = (1...10).map { step.run(made.pairs, step: $0, configuration) }
      #expect(results.allSatisfy { $0.tokens == made.batch.targetTokens })
      let kind = optimizer.rawValue
      try expectClose(
        results.map(\.loss), made.golden.floats("\(kind).losses"), relative: 2e-6, kind + " losses")
      try expectClose(
        results.map(\.gradientNorm), made.golden.floats("\(kind).norms"), relative: 1e-5,
        kind + " norms")
      for entry in made.model.layout.entries where name != "odd" {
        try expectClose(
          step.parameters.values(entry.slot), made.golden.floats("\(kind).\(entry.name)"),
          relative: 2e-5, "\(kind) \(entry.name)")
      }
    }
  }

  /// Rounding factors to 8 significant bits changes losses only slightly, and always in the same
  /// way.
  @Test(arguments: [1, 2]) func bfloat16IsCloseAndReproducible(threads: Int) throws {
    let made = try GoldenModel("small")
    let configuration = Self.configuration(.adam, clipNorm: 1)
    func losses(_ precision: ProductPrecision) throws -> [Double] {
      let step = try TrainingEngine(
        TranslationModel(made.model), made.parameters(),
        optimizer: Optimizer(.adam, made.model.layout),
        threads: threads, precision: precision)
      return (1...10).map { step.run(made.pairs, step: $0, configuration).loss }
    }
    let (exact, rounded) = (try losses(.float32), try losses(.bfloat16))
    expectClose(rounded, exact, relative: 0.01, "losses")
    #expect(rounded != exact, "something is rounded")
    #expect(try losses(.bfloat16) == rounded)
  }

  /// The limit is one of the gradient of a sequence's summed loss: that of twice the batch is clipped
  /// alike. A limit that nothing reaches changes no bits.
  @Test(arguments: [1, 2]) func statesAreClippedWhateverTheBatchSize(threads: Int) throws {
    let made = try GoldenModel("small")
    func run(_ pairs: [EncodedPair], _ limit: Float) throws -> ([Float], StepResult) {
      let step = try Self.step(made, .sgd, threads: threads)
      var configuration = Self.configuration(.sgd, clipNorm: 0)
      configuration.stateClipNorm = limit
      let result = step.run(pairs, step: 1, configuration)
      return (step.parameters.elements, result)
    }
    let (free, freeResult) = try run(made.pairs, 0)
    let (unreached, _) = try run(made.pairs, 1e9)
    expectSameBits(unreached, free, "weights")
    let (clipped, result) = try run(made.pairs, 0.1)
    #expect(clipped != free && result.gradientNorm < freeResult.gradientNorm)
    let (_, twice) = try run(made.pairs + made.pairs, 0.1)
    expectClose([twice.gradientNorm], [result.gradientNorm], relative: 1e-5, "norm")
  }

  /// A step whose loss is not finite does not change the weights.
  @Test func aStepThatIsNotFiniteChangesNothing() throws {
    let made = try GoldenModel("small")
    let step = try Self.step(made, .adam, threads: 2)
    let weights = step.parameters
    #expect(step.hasFiniteWeights)
    weights[made.model.decoder.output.bias][0, 5] = .nan
    #expect(!step.hasFiniteWeights)
    let before = weights.elements
    let result = step.run(made.pairs, step: 1, Self.configuration(.adam, clipNorm: 1))
    #expect(!result.isFinite)
    expectSameBits(weights.elements, before, "weights")
  }

  @Test(arguments: [1, 2]) func dropoutDoesNotDependOnTheThreads(threads: Int) throws {
    let made = try GoldenModel("small")
    var shape = made.model.configuration
    (shape.dropout, shape.outputDropout) = (0.4, 0.4)
    let model = EncoderDecoder(shape)
    func result(threads: Int) throws -> StepResult {
      let step = try TrainingEngine(
        TranslationModel(model), made.parameters(), optimizer: Optimizer(.sgd, model.layout),
        threads: threads)
      return step.run(made.pairs, step: 3, Self.configuration(.sgd, clipNorm: 1))
    }
    let (found, expected) = (try result(threads: threads), try result(threads: 3))
    expectClose([found.loss], [expected.loss], relative: 1e-6, "loss")
    expectClose([found.gradientNorm], [expected.gradientNorm], relative: 1e-5, "norm")
    #expect(abs(found.loss - Double(try made.golden.floats("loss")[0])) > 1e-3, "something falls")
  }

  /// Except for rounding, the gradient and therefore the weights are the same; dropout too is that
  /// of one large batch.
  @Test(arguments: [1, 2], [[2, 3], [1, 1, 3], [4, 1]])
  func accumulatedBatchesAreOneLargeBatch(threads: Int, sizes: [Int]) throws {
    let made = try GoldenModel("small")
    var shape = made.model.configuration
    (shape.dropout, shape.outputDropout) = (0.3, 0.3)
    let model = EncoderDecoder(shape)
    try #require(made.pairs.count == sizes.reduce(0, +))
    var rest = made.pairs[...]
    let batches = sizes.map { size in
      defer { rest = rest.dropFirst(size) }
      return Array(rest.prefix(size))
    }
    func run(_ batches: [[EncodedPair]]) throws -> ([StepResult], ParameterBuffer) {
      let step = try TrainingEngine(
        TranslationModel(model), made.parameters(), optimizer: Optimizer(.sgd, model.layout),
        threads: threads)
      let configuration = Self.configuration(.sgd, clipNorm: 1)
      return ((1...3).map { step.run(batches, step: $0, configuration) }, step.parameters)
    }
    let (found, weights) = try run(batches)
    let (expected, others) = try run([made.pairs])
    #expect(found.map(\.tokens) == expected.map(\.tokens))
    expectClose(found.map(\.loss), expected.map(\.loss), relative: 1e-6, "losses")
    expectClose(found.map(\.gradientNorm), expected.map(\.gradientNorm), relative: 1e-5, "norms")
    for entry in model.layout.entries {
      expectClose(
        weights.values(entry.slot), others.values(entry.slot), relative: 1e-5, entry.name)
    }
  }

  @Test func meanLossIsThatOfPyTorch() throws {
    for name in GoldenModel.names {
      let made = try GoldenModel(name)
      for threads in [1, 2] {
        let step = try Self.step(made, .adam, threads: threads)
        let total = step.totalLoss(
          of: made.pairs, with: step.scoringWeights(step.parameters))
        let loss = total.sum / Double(total.tokens)
        try expectClose([loss], made.golden.floats("loss"), relative: 1e-6, name)
      }
    }
  }

  /// Weights packed for translating give the same losses as those packed for training.
  @Test(arguments: GoldenModel.names) func scoringGivesTheLossesOfTraining(_ name: String) throws {
    let made = try GoldenModel(name)
    let (model, parameters) = (made.model, try made.parameters())
    let losses = [model.packedForTraining, model.packedForTranslating].map {
      model.losses(made.batch, Pass(Weights(parameters, packing: $0), Workspace()))
    }
    expectSameBits(losses[1], losses[0], name)
  }

  /// An average of epochs is compared with each of them, so all are scored in float32.
  @Test func scoresDoNotDependOnThePrecisionOfTraining() throws {
    let made = try GoldenModel("small")
    func loss(_ precision: ProductPrecision) throws -> Double {
      let step = try TrainingEngine(
        TranslationModel(made.model), made.parameters(),
        optimizer: Optimizer(.adam, made.model.layout),
        threads: 1, precision: precision)
      return step.totalLoss(of: made.pairs, with: step.scoringWeights(step.parameters)).sum
    }
    #expect(try loss(.bfloat16) == loss(.float32))
  }
}
