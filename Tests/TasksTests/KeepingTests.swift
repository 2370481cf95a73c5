// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Files
import FoundationEssentials
import Glibc
import Inference
import Safetensors
import Tasks
import TestSupport
import Testing
import Text
import Training

/// The files that a run leaves in its directory, and the weights that it saves.
@Suite struct KeepingTests {
  private static func configuration(epochs: Int) -> TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.batchSize = 16
    configuration.epochs = epochs
    configuration.learningRate = 0.01
    configuration.logInterval = 5
    return configuration
  }

  private static func record(of checkpoint: String) throws -> CheckpointRecord {
    try CheckpointRecord(CheckpointFiles(directory: checkpoint))
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    try MappedFile(path: path).withBytes { Array($0) }
  }

  /// Returns the training text of `data`, with the pairs of another file as dev set, or with none.
  private static func data(
    _ data: TrainingData, in directory: borrowing TemporaryDirectory, development: String?
  ) throws -> TrainingData {
    try TrainingData(
      .pairs(directory.path("train.tsv")),
      development: development.map { .pairs($0) }, source: data.sourceTokenizer,
      target: data.targetTokenizer, sourceVocabulary: .vocabulary(data.sourceVocabulary),
      targetVocabulary: .vocabulary(data.targetVocabulary))
  }

  private static func data(
    in directory: borrowing TemporaryDirectory, hasDevelopment: Bool
  ) throws -> TrainingData {
    let scored = try ReversalTask.data(in: directory, pairs: 100)
    return hasDevelopment ? scored : try data(scored, in: directory, development: nil)
  }

  @Test(arguments: [false, true])
  func anInterruptedRunKeepsWhatItLearned(hasDevelopment: Bool) throws {
    let directory = TemporaryDirectory()
    let data = try Self.data(in: directory, hasDevelopment: hasDevelopment)
    let checkpoint = directory.path("checkpoint")
    let model = ReversalTask.model(data)
    let trainer = try Trainer(
      data, model: model, Self.configuration(epochs: 2), checkpoint: checkpoint)
    #expect(try trainer.run(isInterrupted: { trainer.step == 3 }).bestEpoch == nil)
    #expect(throws: Never.self) { try Checkpoint(directory: checkpoint) }
    let state = try SafetensorsFile(path: checkpoint + "/training-state.safetensors")
    let kept = try SafetensorsFile(path: checkpoint + "/model.safetensors")
    let name = "encoder.embedding.weight"
    let shape = [data.sourceVocabulary.count, model.embeddingSize]
    let latest: [Float] = try state.values(named: "weights." + name, shape: shape)
    #expect(try kept.values(named: name, shape: shape) == latest)
  }

  @Test(arguments: [false, true])
  func anInterruptedRunGivesTheSameBytes(hasDevelopment: Bool) throws {
    let directory = TemporaryDirectory()
    let data = try Self.data(in: directory, hasDevelopment: hasDevelopment)
    let (whole, broken) = (directory.path("whole"), directory.path("broken"))
    let model = ReversalTask.model(data, dropout: 0.2)
    let configuration = Self.configuration(epochs: 2)
    _ = try Trainer(data, model: model, configuration, checkpoint: whole).run()
    for step in [3, 10] {
      let trainer =
        try step == 3
        ? Trainer(data, model: model, configuration, checkpoint: broken)
        : Trainer(resuming: broken, as: Self.record(of: broken), data)
      _ = try trainer.run(isInterrupted: { trainer.step == step })
    }
    _ = try Trainer(resuming: broken, as: Self.record(of: broken), data).run()
    for name in ["model.safetensors", "training-state.safetensors", "config.json"] {
      #expect(try Self.bytes(whole + "/" + name) == Self.bytes(broken + "/" + name), "\(name)")
    }
  }

  /// The last step of the epoch overflows, which only its weights show.
  @Test(arguments: [false, true])
  func weightsThatAreNotFiniteAreNotKept(endsByStep: Bool) throws {
    let directory = TemporaryDirectory()
    let scored = try ReversalTask.data(in: directory, pairs: 20)
    let data = try Self.data(scored, in: directory, development: nil)
    let checkpoint = directory.path("checkpoint")
    var configuration = Self.configuration(epochs: 2)
    configuration.batchSize = 32
    configuration.optimizer = .sgd
    configuration.learningRate = 1e38
    configuration.weightDecay = 1e30
    configuration.clipNorm = 0
    if endsByStep { configuration.maximumSteps = 1 }
    let trainer = try Trainer(
      data, model: ReversalTask.model(data), configuration, checkpoint: checkpoint)
    let good = try Self.bytes(checkpoint + "/model.safetensors")
    #expect(
      throws: TrainingError.diverged(step: 1, loss: .infinity, gradientNorm: .infinity)
    ) {
      try trainer.run()
    }
    #expect(try Self.bytes(checkpoint + "/model.safetensors") == good)
  }

  @Test func scoresOfAnotherDevSetDoNotCount() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 100)
    let checkpoint = directory.path("checkpoint")
    let first = try Trainer(
      data, model: ReversalTask.model(data), Self.configuration(epochs: 2), checkpoint: checkpoint
    ).run()
    let best = try #require(first.bestPerplexity)
    // Unknown words, for which nothing can have been learned.
    let other = directory.path("other.tsv")
    try Data(String(repeating: "one two\tseven eight nine\n", count: 20).utf8)
      .write(to: URL(filePath: other))

    var record = try Self.record(of: checkpoint)
    record.training.epochs = 3
    record.training.learningRate = 1e-9
    let changed = try Self.data(data, in: directory, development: other)
    #expect(
      throws: TrainingError.developmentChanged(
        was: try #require(data.developmentFingerprint),
        now: try #require(changed.developmentFingerprint))
    ) {
      try Trainer(resuming: checkpoint, as: record, changed)
    }
    #expect(try Self.record(of: checkpoint).development == data.developmentFingerprint)
    let second = try Trainer(
      resuming: checkpoint, as: record, changed, allowingChangedCorpus: true
    ).run()
    #expect(try #require(second.bestPerplexity) > best)
    #expect(second.bestEpoch == 3)
    #expect(try Self.record(of: checkpoint).development == changed.developmentFingerprint)
  }

  /// The best weights stay until others are better on the current dev set.
  @Test func aShorterLimitKeepsTheBestWeights() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 100)
    let checkpoint = directory.path("checkpoint")
    let first = try Trainer(
      data, model: ReversalTask.model(data), Self.configuration(epochs: 3), checkpoint: checkpoint
    ).run()
    let good = try Self.bytes(checkpoint + "/model.safetensors")

    var record = try Self.record(of: checkpoint)
    record.data.maximumLength = 2
    record.training.epochs = 4
    // Weights that no longer change are never better.
    record.training.learningRate = 1e-30
    let short = try TrainingData(
      .pairs(directory.path("train.tsv")), development: .pairs(directory.path("dev.tsv")),
      source: data.sourceTokenizer, target: data.targetTokenizer, record.data,
      sourceVocabulary: .vocabulary(data.sourceVocabulary),
      targetVocabulary: .vocabulary(data.targetVocabulary))
    let second = try Trainer(resuming: checkpoint, as: record, short).run()
    #expect(second.bestEpoch == first.bestEpoch)
    #expect(try Self.bytes(checkpoint + "/model.safetensors") == good)
    let pairs = ReversalTask.pairs(20, seed: 2).filter { $0.source.split(separator: " ").count < 3 }
    let likelihood = try Translator(checkpoint: checkpoint).likelihood(
      sources: pairs.map(\.source), references: pairs.map(\.target))
    expectClose(
      [try #require(second.bestPerplexity)],
      [exp(likelihood.totalNegativeLogLikelihood / Double(likelihood.tokens))], relative: 1e-5,
      "perplexity")
  }

  /// Returns the steps of the validations in the metrics.
  private static func validations(of checkpoint: String) throws -> [Int] {
    try String(contentsOfFile: checkpoint + "/metrics.jsonl", encoding: .utf8)
      .split(separator: "\n").compactMap { MetricsEntry(line: $0, TranslationTask.fileKeys) }
      .filter { $0.kind == .validation }.map(\.step)
  }

  /// An epoch has 7 steps: the limits are within epochs and at their ends.
  @Test func aLimitOfStepsIsScoredOnce() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 100)
    let checkpoint = directory.path("checkpoint")
    var configuration = Self.configuration(epochs: 4)
    configuration.maximumSteps = 3
    _ = try Trainer(
      data, model: ReversalTask.model(data), configuration, checkpoint: checkpoint
    ).run()
    for (limit, expected) in [(3, [3]), (3, [3]), (7, [3, 7]), (7, [3, 7]), (10, [3, 7, 10])] {
      var record = try Self.record(of: checkpoint)
      record.training.maximumSteps = limit
      _ = try Trainer(resuming: checkpoint, as: record, data).run()
      #expect(try Self.validations(of: checkpoint) == expected)
    }
  }

  /// If a process is killed after logging a validation but before saving the state, the validation
  /// is repeated.
  @Test func aValidationAfterTheSavedStateIsRepeated() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 100)
    let checkpoint = directory.path("checkpoint")
    var configuration = Self.configuration(epochs: 1)
    configuration.saveInterval = 7
    let state = checkpoint + "/training-state.safetensors"
    var beforeValidation: [UInt8]?
    _ = try Trainer(
      data, model: ReversalTask.model(data), configuration, checkpoint: checkpoint
    ).run(observe: { event in
      if event == .saved(step: 7) && beforeValidation == nil {
        beforeValidation = try? Self.bytes(state)
      }
    })
    #expect(try Self.validations(of: checkpoint) == [7])
    try Data(try #require(beforeValidation)).write(to: URL(filePath: state))
    let record = try Self.record(of: checkpoint)
    _ = try Trainer(resuming: checkpoint, as: record, data).run()
    #expect(try Self.validations(of: checkpoint) == [7])
  }

  @Test func filesOfAKilledProcessAreRemoved() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 20)
    let checkpoint = directory.path("checkpoint")
    try createDirectory(checkpoint + "/.new")
    try data.sourceVocabulary.write(to: checkpoint + "/.new/source.vocab")
    _ = try Trainer(
      data, model: ReversalTask.model(data), Self.configuration(epochs: 1), checkpoint: checkpoint)
    #expect(!fileExists(checkpoint + "/.new"))
    #expect(throws: Never.self) { try Checkpoint(directory: checkpoint) }
  }

  @Test func resumingNothingCreatesNothing() throws {
    let directory = TemporaryDirectory()
    let untrained = try ReversalTask.untrained(in: directory, Self.configuration(epochs: 1))
    let nowhere = directory.path("nowhere")
    #expect(throws: CheckpointError(directory: nowhere, problem: .notACheckpoint)) {
      try Trainer(resuming: nowhere, as: untrained.record, untrained.data)
    }
    #expect(!fileExists(nowhere))
  }
}
