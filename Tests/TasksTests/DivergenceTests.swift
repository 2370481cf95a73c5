// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Files
import FoundationEssentials
import Inference
import Models
import Safetensors
import Tasks
import TestSupport
import Testing
import Training

/// Diverging training returns to the last good state, and fails if that does not help.
@Suite struct DivergenceTests {
  private static func explodes(_ losses: [Double]) -> Int? {
    var watch = DivergenceGuard()
    return losses.firstIndex { watch.isExploding(after: $0) }
  }

  @Test func onlyALossThatStaysHighIsAnExplosion() {
    let usual = [Double](repeating: 3, count: 100)
    let high = [Double](repeating: 7.1, count: 20)
    #expect(Self.explodes(usual) == nil)
    #expect(Self.explodes(usual + high) == 109)
    #expect(Self.explodes(usual + high.prefix(9) + usual + high.prefix(9) + usual) == nil)
    #expect(Self.explodes(usual + [Double](repeating: 6.9, count: 20)) == nil)
    #expect(Self.explodes((0..<500).map { 3 + 0.01 * Double($0) }) == nil)
  }

  @Test func aHugeLossIsAnExplosionAtOnce() {
    let usual = [Double](repeating: 3, count: 100)
    #expect(Self.explodes(usual + [71] + usual) == 100)
    #expect(Self.explodes(usual + [69] + usual) == nil)
  }

  @Test func aHighLossIsAlarmingAtOnce() {
    var watch = DivergenceGuard()
    _ = watch.isExploding(after: 1)
    #expect(!watch.isAlarmed)
    _ = watch.isExploding(after: 3.5)
    #expect(watch.isAlarmed)
    _ = watch.isExploding(after: 2.5)
    #expect(!watch.isAlarmed)
  }

  /// Settings with a rate so high that training diverges, recovers and then learns.
  private static func configuration() -> TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.batchSize = 16
    configuration.epochs = 5
    configuration.optimizer = .adam
    configuration.learningRate = 3
    configuration.logInterval = 2
    configuration.saveInterval = 3
    return configuration
  }

  private static let scoring = {
    var scoring = TranslationScoring()
    scoring.translatesDevelopment = false
    return scoring
  }()

  private static func bytes(_ path: String) throws -> [UInt8] {
    try MappedFile(path: path).withBytes { Array($0) }
  }

  private static let files = ["model.safetensors", "training-state.safetensors", "config.json"]

  @Test func anExplodingRunContinuesWithALowerRate() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 100)
    var recoveries: [RecoveryReport] = []
    let trainer = try Trainer(
      data, model: ReversalTask.model(data), Self.configuration(),
      checkpoint: directory.path("checkpoint"))
    let summary = try trainer.run(observe: {
      if case .recovered(let report) = $0 { recoveries.append(report) }
    })
    #expect(summary.ending == .completed)
    #expect(summary.steps == 35)
    let first = try #require(recoveries.first)
    #expect(first.stepBack < first.step && first.step - first.stepBack >= 10)
    for (index, report) in recoveries.enumerated() {
      #expect(report.recoveries == index + 1)
      #expect(report.learningRate == 3 / Float(2 << index))
      #expect(report.mostRecoveries == 3)
    }
    let metrics = try String(decoding: Self.bytes(trainer.files.metrics), as: UTF8.self)
      .split(separator: "\n").compactMap { MetricsEntry(line: $0, TranslationTask.fileKeys) }
    #expect(
      metrics.filter { $0.kind == .training }.map(\.step) == Array(stride(from: 2, to: 35, by: 2)))
    #expect(metrics.last { $0.kind == .training }?.learningRate == recoveries.last?.learningRate)
  }

  /// Interrupts the run before and after it returns, and everywhere else.
  @Test func anInterruptedRunRecoversInTheSameWay() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 100)
    let (whole, broken) = (directory.path("whole"), directory.path("broken"))
    let model = ReversalTask.model(data, dropout: 0.1)
    _ = try Trainer(
      data, model: model, Self.configuration(), scoring: Self.scoring, checkpoint: whole
    ).run()
    _ = try Trainer(
      data, model: model, Self.configuration(), scoring: Self.scoring, checkpoint: broken)
    var (runs, steps) = (0, 0)
    var ending = TrainingSummary.Ending.interrupted
    while ending == .interrupted {
      runs += 1
      try #require(runs < 20)
      let record = try CheckpointRecord(CheckpointFiles(directory: broken))
      ending = try Trainer(resuming: broken, as: record, data).run(isInterrupted: {
        steps += 1
        return steps.isMultiple(of: 14)
      }).ending
    }
    #expect(runs > 3)
    for name in Self.files {
      #expect(try Self.bytes(whole + "/" + name) == Self.bytes(broken + "/" + name), "\(name)")
    }
  }

  /// With Adam, the infinite step is multiplied by 0 where the gradient is 0.
  @Test(arguments: [0, 1, 3], [OptimizerKind.sgd, .adam])
  func aRunThatKeepsDivergingFails(most: Int, optimizer: OptimizerKind) throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 100)
    let checkpoint = directory.path("checkpoint")
    var configuration = Self.configuration()
    configuration.optimizer = optimizer
    configuration.learningRate = 1e38
    configuration.weightDecay = 1
    configuration.clipNorm = 0
    configuration.saveInterval = 1000
    configuration.recoveries = most
    var recoveries = 0
    let trainer = try Trainer(
      data, model: ReversalTask.model(data), configuration, scoring: Self.scoring,
      checkpoint: checkpoint)
    #expect(throws: TrainingError.self) {
      try trainer.run(observe: { if case .recovered = $0 { recoveries += 1 } })
    }
    #expect(recoveries == most)
    #expect(throws: Never.self) { try Checkpoint(directory: checkpoint) }
  }
}

// MARK: - What is kept

extension DivergenceTests {
  /// The losses of steps do not show that the weights are useless; the dev set does.
  @Test(arguments: [0, 2]) func aDevLossThatIsNotFiniteIsADivergence(most: Int) throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 20)
    var configuration = Self.configuration()
    configuration.batchSize = 32
    configuration.optimizer = .sgd
    configuration.learningRate = 1e30
    configuration.clipNorm = 0
    configuration.epochs = 2
    configuration.recoveries = most
    var recoveries = 0
    let trainer = try Trainer(
      data, model: ReversalTask.model(data), configuration,
      checkpoint: directory.path("checkpoint"))
    let error = #expect(throws: TrainingError.self) {
      try trainer.run(observe: { if case .recovered = $0 { recoveries += 1 } })
    }
    guard case .diverged(step: 1, let loss, gradientNorm: nil) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(!(loss < 700), "e to the power of less is a number")
    #expect(recoveries == most)
    #expect(throws: Never.self) { try Checkpoint(directory: trainer.files.directory) }
  }

  private static func state(of checkpoint: String) throws -> TrainingState {
    let record = try CheckpointRecord(CheckpointFiles(directory: checkpoint))
    let model = EncoderDecoder(record.checkpoint.model)
    return try TrainingState(
      from: checkpoint + "/training-state.safetensors",
      into: TrainedParameters(
        ParameterBuffer(model.layout), record.training, TranslationModel(model)),
      TranslationTask.fileKeys)
  }

  /// The first epoch ends in the middle of an explosion, with the best weights so far.
  @Test func recoveryKeepsTheBestScore() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 100)
    let checkpoint = directory.path("checkpoint")
    var best: [Double] = []
    var (goesBack, remembered) = (false, 0)
    _ = try Trainer(
      data, model: ReversalTask.model(data), Self.configuration(), scoring: Self.scoring,
      checkpoint: checkpoint
    ).run(observe: { event in
      switch event {
      case .epoch(let report): if report.isBest { best.append(report.perplexity ?? .nan) }
      case .recovered: goesBack = true
      case .saved:
        guard goesBack else { return }
        goesBack = false
        if let last = best.last {
          #expect((try? Self.state(of: checkpoint))?.bestPerplexity == last)
          remembered += 1
        }
      default: break
      }
    })
    #expect(remembered > 0)
    #expect(best == best.sorted(by: >))
  }

  /// Weights in the middle of an explosion may be worse than those of the epoch before.
  @Test func suspectWeightsDoNotReplaceOthers() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.unscored(
      ReversalTask.data(in: directory, pairs: 100), in: directory)
    let checkpoint = directory.path("checkpoint")
    let model = checkpoint + "/model.safetensors"
    let trainer = try Trainer(
      data, model: ReversalTask.model(data), Self.configuration(), scoring: Self.scoring,
      checkpoint: checkpoint)
    let summary = try trainer.run(isInterrupted: { trainer.step == 8 })
    #expect(summary.ending == .interrupted && summary.steps == 8)
    try #require(try Self.state(of: checkpoint).step < 8, "the state was not saved")
    #expect(try SafetensorsFile(path: model).metadata["step"] == "7")
  }
}
