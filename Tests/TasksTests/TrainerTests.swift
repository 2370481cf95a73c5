// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Files
import FoundationEssentials
import Inference
import Tasks
import TestSupport
import Testing
import Text
import Training

@Suite struct TrainerTests {
  private static func configuration(epochs: Int, threads: Int = 2) -> TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.batchSize = 16
    configuration.epochs = epochs
    configuration.learningRate = 0.01
    configuration.threads = threads
    configuration.logInterval = 5
    configuration.saveInterval = 7
    return configuration
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    try MappedFile(path: path).withBytes { Array($0) }
  }

  @Test func learnsToReverse() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 800)
    let checkpoint = directory.path("checkpoint")
    let trainer = try Trainer(
      data, model: ReversalTask.model(data), Self.configuration(epochs: 15),
      checkpoint: checkpoint)
    let summary = try trainer.run()
    #expect(summary.ending == .completed)
    #expect(try #require(summary.bestPerplexity) < 1.3)

    let translator = try Translator(checkpoint: checkpoint)
    let pairs = ReversalTask.pairs(50, seed: 3)
    let translations = translator.translate(pairs.map(\.source))
    let right = zip(pairs, translations).count { $0.target == $1.text }
    #expect(right >= 47)
  }

  @Test(arguments: [1, 2])
  func theSameSeedGivesTheSameBytes(threads: Int) throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 100)
    let paths = ["a", "b"].map { directory.path($0) }
    for path in paths {
      _ = try Trainer(
        data, model: ReversalTask.model(data, dropout: 0.2),
        Self.configuration(epochs: 2, threads: threads), checkpoint: path
      ).run()
    }
    for name in ["model.safetensors", "training-state.safetensors", "config.json"] {
      #expect(try Self.bytes(paths[0] + "/" + name) == Self.bytes(paths[1] + "/" + name))
    }
  }

  @Test(arguments: [1, 6, 7, 8, 13, 20])
  func resumingGivesTheSameBytes(interruption: Int) throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 100)
    let model = ReversalTask.model(data, dropout: 0.2)
    let configuration = Self.configuration(epochs: 3)
    let (whole, broken) = (directory.path("whole"), directory.path("broken"))
    _ = try Trainer(data, model: model, configuration, checkpoint: whole).run()

    do {
      let trainer = try Trainer(data, model: model, configuration, checkpoint: broken)
      let summary = try trainer.run(isInterrupted: { trainer.step == interruption })
      #expect(summary.ending == .interrupted)
      #expect(summary.steps == interruption)
    }
    let record = try CheckpointRecord(CheckpointFiles(directory: broken))
    let resumed = try Trainer(resuming: broken, as: record, data)
    #expect(resumed.step == interruption)
    #expect(try resumed.run().ending == .completed)
    for name in ["model.safetensors", "training-state.safetensors", "config.json"] {
      #expect(try Self.bytes(whole + "/" + name) == Self.bytes(broken + "/" + name), "\(name)")
    }
  }

  @Test func metricsOfAResumedRunHaveEachStepOnce() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 100)
    let checkpoint = directory.path("checkpoint")
    let configuration = Self.configuration(epochs: 2)
    do {
      let trainer = try Trainer(
        data, model: ReversalTask.model(data), configuration, checkpoint: checkpoint)
      struct Killed: Error {}
      #expect(throws: Killed.self) {
        _ = try trainer.run(observe: { _ in }, isInterrupted: { trainer.step == 12 })
        throw Killed()
      }
    }
    let record = try CheckpointRecord(CheckpointFiles(directory: checkpoint))
    _ = try Trainer(resuming: checkpoint, as: record, data).run()
    let text = try String(contentsOfFile: checkpoint + "/metrics.jsonl", encoding: .utf8)
    let steps = try text.split(separator: "\n").map {
      try #require(MetricsEntry(line: $0, TranslationTask.fileKeys))
    }.filter { $0.kind == .training }.map(\.step)
    #expect(steps == [5, 10])
  }

  /// A pair is scored as a whole, in memory proportional to its length.
  @Test func longPairsOfTheDevSetAreLeftOutAndCounted() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 20)
    let path = directory.path("long.tsv")
    let long = String(repeating: "a ", count: 101)
    try Data("a\tb\n\(long)\tb\na\t\(long)\n".utf8).write(to: URL(filePath: path))
    let limited = try TrainingData(
      .pairs(directory.path("train.tsv")), development: .pairs(path),
      source: data.sourceTokenizer, target: data.targetTokenizer)
    #expect(limited.developmentReport?.pairsKept == 1)
    #expect(limited.developmentReport?.skippedTooLong.firstLines == [2, 3])
  }

  @Test func overwritingMustBeRequested() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 20)
    let checkpoint = directory.path("checkpoint")
    let model = ReversalTask.model(data)
    _ = try Trainer(data, model: model, Self.configuration(epochs: 1), checkpoint: checkpoint)
    #expect(throws: TrainingError.checkpointExists(directory: checkpoint)) {
      try Trainer(data, model: model, Self.configuration(epochs: 1), checkpoint: checkpoint)
    }
    _ = try Trainer(
      data, model: model, Self.configuration(epochs: 1), checkpoint: checkpoint, overwriting: true)
  }

  @Test func onlyOneTrainerMayUseADirectory() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 20)
    let checkpoint = directory.path("checkpoint")
    let model = ReversalTask.model(data)
    let first = try Trainer(
      data, model: model, Self.configuration(epochs: 1), checkpoint: checkpoint)
    #expect(throws: TrainingError.checkpointInUse(directory: checkpoint)) {
      try Trainer(
        data, model: model, Self.configuration(epochs: 1), checkpoint: checkpoint,
        overwriting: true)
    }
    _ = try first.run()
  }

  @Test func fixedSettingsCannotChange() throws {
    let directory = TemporaryDirectory()
    let untrained = try ReversalTask.untrained(in: directory, Self.configuration(epochs: 1))
    var record = untrained.record
    record.checkpoint.model.hiddenSize = 33
    #expect(throws: TrainingError.fixedValue(key: "hidden_size", was: "32", now: "33", .weights)) {
      try Trainer(resuming: untrained.path, as: record, untrained.data)
    }
  }

  /// Resumes a run without steps, with the data that `changed` returns.
  private func resuming(
    _ changed: (TrainingData) throws -> TrainingData
  ) throws -> TrainingError? {
    let directory = TemporaryDirectory()
    let untrained = try ReversalTask.untrained(in: directory, Self.configuration(epochs: 1))
    do {
      _ = try Trainer(
        resuming: untrained.path, as: untrained.record, changed(untrained.data),
        allowingChangedCorpus: true)
      return nil
    } catch TrainingError.fixedValue(let key, let was, let now, let reason) {
      return .fixedValue(
        key: key, was: String(was.split(separator: "/").last ?? ""), now: now, reason)
    }
  }

  /// Returns `vocabulary` with its first two words swapped: the same size, but not the same.
  private func exchanged(_ vocabulary: Vocabulary) throws -> Vocabulary {
    let directory = TemporaryDirectory()
    let path = directory.path("vocabulary")
    try vocabulary.write(to: path)
    var lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    lines.swapAt(4, 5)
    var file = try AtomicFile(path: path)
    try file.write(lines.joined(separator: "\n") + "\n")
    try file.commit()
    return try Vocabulary(contentsOf: path)
  }

  @Test func otherVocabulariesAreRefused() throws {
    let directory = TemporaryDirectory()
    let pairs = directory.path("train.tsv")
    try ReversalTask.write(20, seed: 1, to: pairs)
    func data(
      _ old: TrainingData, source: Vocabulary? = nil, target: Vocabulary? = nil,
      targetLowercase: Bool = false
    ) throws -> TrainingData {
      try TrainingData(
        .pairs(pairs), source: old.sourceTokenizer,
        target: TokenizerConfiguration(language: "en", lowercase: targetLowercase),
        sourceVocabulary: .vocabulary(source ?? old.sourceVocabulary),
        targetVocabulary: .vocabulary(target ?? old.targetVocabulary))
    }
    #expect(try resuming { try data($0) } == nil)
    #expect(
      try resuming { try data($0, source: exchanged($0.sourceVocabulary)) }
        == .fixedValue(
          key: "source_vocabulary", was: "source.vocab", now: "TrainingData.sourceVocabulary",
          .words))
    #expect(
      try resuming { try data($0, target: exchanged($0.targetVocabulary)) }
        == .fixedValue(
          key: "target_vocabulary", was: "target.vocab", now: "TrainingData.targetVocabulary",
          .words))
    #expect(
      try resuming { try data($0, targetLowercase: true) }
        == .fixedValue(key: "lowercase", was: "false", now: "true", .vocabularies))
  }

  @Test(arguments: [(1, 0, "source"), (0, -1, "target")])
  func aModelForOtherVocabulariesIsRefused(source: Int, target: Int, side: String) throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 20)
    var model = ReversalTask.model(data)
    let size = data.sourceVocabulary.count
    try #require(size == data.targetVocabulary.count)
    model.sourceVocabularySize += source
    model.targetVocabularySize += target
    #expect(
      throws: TrainingError.invalidValue(
        InvalidValue(
          "\(side)_vocabulary_size", "\(size + source + target)", .exactly("\(size)")))
    ) {
      try Trainer(
        data, model: model, Self.configuration(epochs: 1),
        checkpoint: directory.path("checkpoint"))
    }
    #expect(!fileExists(directory.path("checkpoint")))
  }

  @Test func changedSettingsAreListed() throws {
    let directory = TemporaryDirectory()
    let untrained = try ReversalTask.untrained(in: directory, Self.configuration(epochs: 1))
    var record = untrained.record
    record.training.epochs = 4
    record.training.patience = 2
    record.training.learningRate = 0.0005
    let changes = record.changes(since: untrained.record).map { "\($0.key): \($0.was) → \($0.now)" }
    #expect(
      changes == ["epochs: 1 → 4", "patience: none → 2", "learning_rate: 0.01 → 0.0005"])
    let trainer = try Trainer(resuming: untrained.path, as: record, untrained.data)
    #expect(try trainer.run().epochs == 4)
    #expect(try CheckpointRecord(trainer.files) == record)
  }

  @Test func anotherCorpusIsRefused() throws {
    let directory = TemporaryDirectory()
    let untrained = try ReversalTask.untrained(in: directory, Self.configuration(epochs: 1))
    let (data, record) = (untrained.data, untrained.record)
    try ReversalTask.write(21, seed: 1, to: directory.path("train.tsv"))
    let changed = try TrainingData(
      .pairs(directory.path("train.tsv")), source: data.sourceTokenizer,
      target: data.targetTokenizer, sourceVocabulary: .vocabulary(data.sourceVocabulary),
      targetVocabulary: .vocabulary(data.targetVocabulary))
    #expect(throws: TrainingError.self) {
      try Trainer(resuming: untrained.path, as: record, changed)
    }
    _ = try Trainer(resuming: untrained.path, as: record, changed, allowingChangedCorpus: true)
  }

  @Test func divergenceKeepsTheLastGoodState() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 100)
    let checkpoint = directory.path("checkpoint")
    var configuration = Self.configuration(epochs: 50)
    configuration.optimizer = .sgd
    configuration.learningRate = 1e38
    configuration.weightDecay = 1
    configuration.clipNorm = 0
    configuration.saveInterval = 1
    let trainer = try Trainer(
      data, model: ReversalTask.model(data), configuration, checkpoint: checkpoint)
    #expect(throws: TrainingError.self) { try trainer.run() }
    #expect(throws: Never.self) { try Checkpoint(directory: checkpoint) }
  }

  @Test func patienceEndsTraining() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 20)
    var configuration = Self.configuration(epochs: 200)
    configuration.patience = 2
    configuration.learningRate = 0.05
    let trainer = try Trainer(
      data, model: ReversalTask.model(data), configuration,
      checkpoint: directory.path("checkpoint"))
    let summary = try trainer.run()
    #expect(summary.ending == .patience)
    #expect(summary.epochs == (try #require(summary.bestEpoch)) + 2)
  }

  @Test(arguments: [
    ("training.batch_size", \TrainingConfiguration.batchSize, 65_536),
    ("training.epochs", \TrainingConfiguration.epochs, 1_000_000),
    ("training.threads", \TrainingConfiguration.threads, 1024),
  ])
  func countsOutOfRangeAreRefused(
    key: String, path: WritableKeyPath<TrainingConfiguration, Int> & Sendable, most: Int
  ) throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 20)
    var configuration = Self.configuration(epochs: 1)
    for count in [0, most + 1, .max] {
      configuration[keyPath: path] = count
      #expect(
        throws: TrainingError.invalidValue(
          InvalidValue(
            String(key.split(separator: ".").last ?? ""), "\(count)", .range(1...most)))
      ) {
        try Trainer(
          data, model: ReversalTask.model(data), configuration,
          checkpoint: directory.path("checkpoint"))
      }
    }
    #expect(!fileExists(directory.path("checkpoint")))
  }
}
