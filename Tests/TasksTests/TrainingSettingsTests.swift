// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Files
import FoundationEssentials
import Inference
import Models
import Safetensors
import Tasks
import TestSupport
import Testing
import Text
import Training

/// Settings beyond the defaults: other optimizers, schedules, batches and averages.
@Suite struct TrainingSettingsTests {
  private static func configuration(epochs: Int) -> TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.batchSize = 16
    configuration.epochs = epochs
    configuration.learningRate = 0.01
    return configuration
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    try MappedFile(path: path).withBytes { Array($0) }
  }

  @Test(
    arguments: [(OptimizerKind.adamw, 0.01), (.adagrad, 0.1), (.sgd, 2)]
      as [(OptimizerKind, Float)])
  func everyOptimizerLearns(optimizer: OptimizerKind, learningRate: Float) throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 400)
    var configuration = Self.configuration(epochs: 15)
    configuration.optimizer = optimizer
    configuration.learningRate = learningRate
    configuration.weightDecay = optimizer == .adamw ? 0.01 : 0
    let summary = try Trainer(
      data, model: ReversalTask.model(data), configuration,
      checkpoint: directory.path("checkpoint")
    ).run()
    #expect(try #require(summary.bestPerplexity) < 2)
  }

  /// Everything that is saved between steps, at once.
  @Test(arguments: [1, 3, 6, 9, 14])
  func optionalSettingsResumeToTheSameBytes(interruption: Int) throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 100)
    let model = ReversalTask.model(data, dropout: 0.2)
    var configuration = Self.configuration(epochs: 5)
    configuration.optimizer = .adamw
    configuration.batchTokens = 60
    configuration.accumulate = 2
    configuration.saveInterval = 2
    configuration.scheduleKind = .plateau
    configuration.learningRate = 0.05
    configuration.emaDecay = 0.8
    configuration.averaging = Averaging(.best, 2)
    configuration.validationMetric = .chrf
    let (whole, broken) = (directory.path("whole"), directory.path("broken"))
    _ = try Trainer(data, model: model, configuration, checkpoint: whole).run()
    do {
      let trainer = try Trainer(data, model: model, configuration, checkpoint: broken)
      _ = try trainer.run(isInterrupted: { trainer.step >= interruption })
    }
    let record = try CheckpointRecord(CheckpointFiles(directory: broken))
    _ = try Trainer(resuming: broken, as: record, data).run()
    func names(_ path: String) throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }
    let kept = try names(whole + "/kept")
    #expect(kept.count == 2)
    #expect(try names(broken + "/kept") == kept)
    for name in ["model.safetensors", "training-state.safetensors", "config.json"]
      + kept.map({ "kept/" + $0 })
    {
      #expect(try Self.bytes(whole + "/" + name) == Self.bytes(broken + "/" + name), "\(name)")
    }
  }

  @Test func theLearningRateFollowsItsSchedule() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 100)
    var configuration = Self.configuration(epochs: 2)
    configuration.scheduleKind = .inverseSquareRoot
    configuration.warmupSteps = 4
    configuration.logInterval = 1
    var rates: [Float] = []
    _ = try Trainer(
      data, model: ReversalTask.model(data), configuration,
      checkpoint: directory.path("checkpoint")
    ).run(observe: {
      if case .metrics(let entry) = $0, let rate = entry.learningRate { rates.append(rate) }
    })
    let expected = (1...14).map { 0.01 * min(Double($0) / 4, (4 / Double($0)).squareRoot()) }
    expectClose(rates, expected, relative: 1e-6, "rates")
  }

  /// The average starts at the current weights.
  @Test func aMovingAverageMayBeAddedOnResuming() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 100)
    let checkpoint = directory.path("checkpoint")
    _ = try Trainer(
      data, model: ReversalTask.model(data), Self.configuration(epochs: 1), checkpoint: checkpoint
    ).run()
    var record = try CheckpointRecord(CheckpointFiles(directory: checkpoint))
    record.training.emaDecay = 0.99
    record.training.epochs = 2
    let trainer = try Trainer(resuming: checkpoint, as: record, data)
    let state = try SafetensorsFile(path: trainer.files.trainingState)
    let name = "output.weight"
    let shape = try #require(state.tensor(named: "weights." + name)).shape
    let weights: [Float] = try state.values(named: "weights." + name, shape: shape)
    #expect(try state.values(named: "average." + name, shape: shape) == weights)
    #expect(try trainer.run().epochs == 2)
  }

  @Test func theModelOfATextHasTheDefaults() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 20)
    #expect(
      data.model()
        == ModelConfiguration(
          sourceVocabularySize: data.sourceVocabulary.count,
          targetVocabularySize: data.targetVocabulary.count))
  }

  /// The halving of the rate after a divergence is forgotten if another rate is given.
  @Test func anotherLearningRateResetsTheRecoveries() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 100)
    let checkpoint = directory.path("checkpoint")
    var configuration = Self.configuration(epochs: 5)
    configuration.learningRate = 3
    var scoring = TranslationScoring()
    scoring.translatesDevelopment = false
    var recoveries = 0
    _ = try Trainer(
      data, model: ReversalTask.model(data), configuration, scoring: scoring,
      checkpoint: checkpoint
    ).run(observe: { if case .recovered = $0 { recoveries += 1 } })
    try #require(recoveries > 0)
    var record = try CheckpointRecord(CheckpointFiles(directory: checkpoint))
    record.training.epochs = 6
    record.training.learningRate = 0.125
    record.training.logInterval = 1
    var rates: [Float] = []
    _ = try Trainer(resuming: checkpoint, as: record, data).run(observe: {
      if case .metrics(let entry) = $0, let rate = entry.learningRate { rates.append(rate) }
    })
    #expect(rates == [Float](repeating: 0.125, count: 7))
  }

  /// So are the reductions by plateaus, if the rate or the schedule changes.
  @Test(arguments: [ScheduleKind.plateau, .exponential])
  func anotherRateResetsThePlateau(kind: ScheduleKind) throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 20)
    let checkpoint = directory.path("checkpoint")
    // Nothing is learned, so that the first BLEU remains the best.
    var configuration = Self.configuration(epochs: 3)
    configuration.learningRate = 1e-9
    configuration.scheduleKind = .plateau
    configuration.validationMetric = .bleu
    configuration.logInterval = 1
    _ = try Trainer(
      data, model: ReversalTask.model(data), configuration, checkpoint: checkpoint
    ).run()
    func rate(_ change: (inout TrainingConfiguration) -> Void) throws -> Float? {
      var record = try CheckpointRecord(CheckpointFiles(directory: checkpoint))
      record.training.epochs += 1
      change(&record.training)
      var rate: Float?
      _ = try Trainer(resuming: checkpoint, as: record, data).run(observe: {
        if case .metrics(let entry) = $0 { rate = entry.learningRate ?? rate }
      })
      return rate
    }
    #expect(try rate { _ in } == 0.25e-9)
    #expect(
      try rate {
        $0.learningRate = kind == .plateau ? 3e-9 : 1e-9; $0.scheduleKind = kind
      }
        == (kind == .plateau ? 3e-9 : 1e-9 / 16))
    #expect(try rate { $0.scheduleKind = .plateau } == (kind == .plateau ? 1.5e-9 : 1e-9))
  }

  @Test func defaultsAreNotWritten() throws {
    let directory = TemporaryDirectory()
    let untrained = try ReversalTask.untrained(in: directory, Self.configuration(epochs: 1))
    let text = try String(contentsOfFile: untrained.path + "/config.json", encoding: .utf8)
    for key in [
      "batch_tokens", "accumulate", "validation_metric", "dev_translations", "schedule",
      "warmup_steps", "decay_rate", "decay_interval", "plateau_patience", "ema_decay", "average",
      "recoveries", "forget_bias", "log_gradients",
    ] {
      #expect(!text.contains("\"\(key)\""), "\(key)")
    }
  }

  /// A state from before the divergence guard existed.
  @Test func anEarlierStateIsResumed() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 100)
    let checkpoint = directory.path("checkpoint")
    let path = checkpoint + "/training-state.safetensors"
    _ = try Trainer(
      data, model: ReversalTask.model(data), Self.configuration(epochs: 1), checkpoint: checkpoint
    ).run()
    var bytes = try Self.bytes(path)
    let place = try #require(bytes.firstRange(of: "divergence".utf8))
    bytes.replaceSubrange(place, with: "unknownkey".utf8)
    try Data(bytes).write(to: URL(filePath: path))
    var record = try CheckpointRecord(CheckpointFiles(directory: checkpoint))
    record.training.epochs = 2
    #expect(try Trainer(resuming: checkpoint, as: record, data).run().steps == 14)
  }

  @Test func settingsThatNeedADevSetAreRejectedWithoutOne() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.unscored(
      ReversalTask.data(in: directory, pairs: 20), in: directory)
    var configuration = Self.configuration(epochs: 1)
    configuration.scheduleKind = .plateau
    #expect(throws: TrainingError.contradiction(.plateauWithoutDevelopment)) {
      try Trainer(
        data, model: ReversalTask.model(data), configuration,
        checkpoint: directory.path("checkpoint"))
    }
    #expect(!fileExists(directory.path("checkpoint")))
  }
}
