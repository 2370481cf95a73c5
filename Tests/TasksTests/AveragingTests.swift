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

/// Averages of weights: over steps, over epochs and over checkpoints.
@Suite struct AveragingTests {
  private static func layout() -> ParameterLayout {
    var layout = ParameterLayout()
    _ = layout.claimMatrix("a", rows: 3, columns: 7)
    _ = layout.claimVector("b", count: 5)
    return layout
  }

  private static func buffer(_ layout: ParameterLayout, seed: UInt64) -> ParameterBuffer {
    var generator = SeededGenerator(seed: seed)
    let buffer = ParameterBuffer(layout)
    for entry in layout.entries {
      buffer.setValues(
        (0..<entry.slot.rows * entry.slot.columns).map { _ in
          Float.random(in: -1...1, using: &generator)
        }, of: entry.slot)
    }
    return buffer
  }

  @Test(arguments: [1, 2, 3, 7]) func theAverageIsTheMean(count: Int) {
    let layout = Self.layout()
    let buffers = (1...count).map { Self.buffer(layout, seed: UInt64($0)) }
    var average = WeightAverage(layout)
    for buffer in buffers { average.add(buffer) }
    for entry in layout.entries {
      let all = buffers.map { $0.values(entry.slot) }
      let expected = all[0].indices.map { index in
        all.reduce(0) { $0 + Double($1[index]) } / Double(count)
      }
      expectClose(average.weights.values(entry.slot), expected, relative: 3e-7, entry.name)
    }
  }

  /// Each worker updates its share; the decay is smaller in the first steps.
  @Test(arguments: [1, 3]) func theMovingAverageFollowsItsFormula(workers: Int) {
    let layout = Self.layout()
    let average = MovingAverage(layout, decay: 0.5)
    average.start(at: Self.buffer(layout, seed: 0))
    var expected = average.weights.elements.map(Double.init)
    for step in 1...12 {
      let weights = Self.buffer(layout, seed: UInt64(step))
      for share in 0..<workers {
        average.update(weights, share: share, of: workers, step: step, .best)
      }
      let kept = min(0.5, Double(1 + step) / Double(10 + step))
      expected = zip(expected, weights.elements).map { kept * $0 + (1 - kept) * Double($1) }
    }
    expectClose(average.weights.elements, expected, relative: 5e-7, "average")
  }

  @Test(arguments: [
    ("best:4", Averaging(.best, 4)), ("last:1", Averaging(.last, 1)), ("best", nil), ("4", nil),
    ("worst:4", nil), ("best:x", nil), ("best:4:5", nil), ("", nil),
  ])
  func averagingSettingsAreParsed(text: String, expected: Averaging?) {
    #expect(Averaging(text) == expected)
    if let expected { #expect(expected.description == text) }
  }
}

// MARK: - In a run

extension AveragingTests {
  private static func configuration(_ averaging: Averaging?) -> TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.batchSize = 16
    configuration.epochs = 6
    configuration.learningRate = 0.02
    configuration.averaging = averaging
    return configuration
  }

  /// A task without a dev set.
  private static func unscored(in directory: borrowing TemporaryDirectory) throws -> TrainingData {
    try ReversalTask.unscored(ReversalTask.data(in: directory, pairs: 100), in: directory)
  }

  private static func entries(_ checkpoint: String) throws -> [MetricsEntry] {
    try String(contentsOfFile: checkpoint + "/metrics.jsonl", encoding: .utf8)
      .split(separator: "\n").compactMap { MetricsEntry(line: $0, TranslationTask.fileKeys) }
  }

  private static func validations(_ checkpoint: String) throws -> [MetricsEntry] {
    try entries(checkpoint).filter { $0.kind == .validation }
  }

  private static func kept(_ checkpoint: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: checkpoint + "/kept").sorted()
  }

  /// An epoch has 7 steps.
  @Test(arguments: [ValidationMetric.perplexity, .bleu]) func theBestAreKept(
    metric: ValidationMetric
  ) throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 100)
    let checkpoint = directory.path("checkpoint")
    var configuration = Self.configuration(Averaging(.best, 3))
    configuration.validationMetric = metric
    var report: AverageReport?
    let summary = try Trainer(
      data, model: ReversalTask.model(data), configuration, checkpoint: checkpoint
    ).run(observe: { if case .averaged(let found) = $0 { report = found } })

    let scored = try Self.validations(checkpoint)
    let ranked = scored.sorted {
      metric == .perplexity ? $0.perplexity < $1.perplexity : $0.bleu > $1.bleu
    }
    let best = ranked.prefix(3).map(\.step).sorted()
    #expect(try Self.kept(checkpoint) == best.map { "step-\($0).safetensors" }.sorted())
    let average = try #require(report)
    #expect(average.epochs == best.map { $0 / 7 })
    let model = try SafetensorsFile(path: checkpoint + "/model.safetensors")
    #expect((model.metadata["averaged_steps"] != nil) == average.isBest)
    #expect(summary.bestAveraged == (average.isBest ? average.epochs : nil))
    let (single, mean) = (ranked[0], try #require(average.scores))
    if metric == .perplexity {
      #expect(average.isBest == (mean.perplexity < single.perplexity))
      #expect(summary.bestPerplexity == min(mean.perplexity, single.perplexity))
    } else {
      #expect(summary.bestScore == max(mean.value(.bleu), single.bleu))
    }
  }

  /// The best weights stay until others are better by the new metric.
  @Test func anotherMetricKeepsTheBestWeights() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 100)
    let checkpoint = directory.path("checkpoint")
    var configuration = Self.configuration(nil)
    let first = try Trainer(
      data, model: ReversalTask.model(data), configuration, checkpoint: checkpoint
    ).run()
    let best = try #require(first.bestEpoch)
    let before = try #require(try Self.validations(checkpoint)[best - 1].scores["bleu"])

    configuration.validationMetric = .bleu
    configuration.epochs += 1
    // Weights that no longer change are never better.
    configuration.learningRate = 1e-30
    var record = try CheckpointRecord(CheckpointFiles(directory: checkpoint))
    record.training = configuration
    let second = try Trainer(resuming: checkpoint, as: record, data).run()
    #expect(second.bestScore == before)
    #expect(second.bestEpoch == best)
  }

  /// Without a dev set there is nothing to compare with, so the average is kept. It is the mean of
  /// the files that it was made from.
  @Test func theLastAreAveragedWithoutADevSet() throws {
    let directory = TemporaryDirectory()
    let data = try Self.unscored(in: directory)
    let checkpoint = directory.path("checkpoint")
    _ = try Trainer(
      data, model: ReversalTask.model(data), Self.configuration(Averaging(.last, 2)),
      checkpoint: checkpoint
    ).run()
    #expect(try Self.kept(checkpoint) == ["step-35.safetensors", "step-42.safetensors"])
    let name = "decoder.embedding.weight"
    let shape = [data.targetVocabulary.count, 16]
    func values(_ file: String) throws -> [Float] {
      try SafetensorsFile(path: checkpoint + "/" + file).values(named: name, shape: shape)
    }
    let parts = try Self.kept(checkpoint).map { try values("kept/" + $0) }
    expectClose(
      try values("model.safetensors"),
      zip(parts[0], parts[1]).map { (Double($0) + Double($1)) / 2 },
      relative: 3e-7, name)
  }

  /// A run with nothing left to do does not overwrite the average.
  @Test func theAverageStaysWithoutADevSet() throws {
    let directory = TemporaryDirectory()
    let data = try Self.unscored(in: directory)
    let checkpoint = directory.path("checkpoint")
    var configuration = Self.configuration(Averaging(.last, 2))
    configuration.maximumSteps = 31
    let first = try Trainer(
      data, model: ReversalTask.model(data), configuration, checkpoint: checkpoint
    ).run()
    let model = URL(filePath: checkpoint + "/model.safetensors")
    let average = try Data(contentsOf: model)
    for isInterrupted in [false, true] {
      let record = try CheckpointRecord(CheckpointFiles(directory: checkpoint))
      let second = try Trainer(resuming: checkpoint, as: record, data)
        .run(isInterrupted: { isInterrupted })
      #expect(try Data(contentsOf: model) == average)
      #expect(second.bestAveraged == first.bestAveraged && first.bestAveraged == [4, 5])
    }
  }

  /// If the average is the best, it is in `model.safetensors`.
  @Test func theSavedAverageIsTheScoredOne() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 100)
    var configuration = Self.configuration(Averaging(.last, 3))
    var scoring = TranslationScoring()
    scoring.translatesDevelopment = false
    // With large steps, the mean of several epochs is better than each of them, for at least one
    // rate.
    var best: (checkpoint: String, loss: Double)?
    for rate in [0.03, 0.05, 0.1, 0.15] as [Float] where best == nil {
      configuration.learningRate = rate
      let checkpoint = directory.path("checkpoint-\(rate)")
      _ = try Trainer(
        data, model: ReversalTask.model(data), configuration, scoring: scoring,
        checkpoint: checkpoint
      ).run(observe: {
        if case .averaged(let report) = $0, report.isBest, let scores = report.scores {
          best = (checkpoint, scores.loss)
        }
      })
    }
    let (checkpoint, scored) = try #require(best)
    let pairs = ReversalTask.pairs(20, seed: 2)
    let likelihood = try Translator(checkpoint: checkpoint).likelihood(
      sources: pairs.map(\.source), references: pairs.map(\.target))
    let loss = likelihood.totalNegativeLogLikelihood / Double(likelihood.tokens)
    expectClose([loss], [scored], relative: 1e-5, "loss")
  }

  /// If the run is interrupted between averaging and saving, it scores and logs the average again,
  /// but only once.
  @Test func theAverageIsLoggedOnce() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 100)
    let checkpoint = directory.path("checkpoint")
    let state = URL(filePath: checkpoint + "/training-state.safetensors")
    func averages() throws -> [MetricsEntry] {
      try Self.entries(checkpoint).filter { $0.kind == .average }
    }
    var configuration = Self.configuration(Averaging(.last, 2))
    configuration.epochs = 3
    var report: AverageReport?
    var before: Data?
    _ = try Trainer(
      data, model: ReversalTask.model(data), configuration, checkpoint: checkpoint
    ).run(observe: {
      guard case .averaged(let found) = $0 else { return }
      (report, before) = (found, try? Data(contentsOf: state))
    })
    let found = try averages()
    #expect(found.map(\.averagedSteps) == [[14, 21]])
    #expect(found.map(\.step) == [21] && found.map(\.epoch) == [3])
    #expect(found.map(\.perplexity) == [report?.scores?.perplexity])
    #expect(found.map { $0.scores["bleu"] } == [report?.scores?.values["bleu"]])

    let after = try Data(contentsOf: state)
    for (saved, epochs, steps) in [
      (after, 3, [[14, 21]]), (try #require(before), 3, [[14, 21]]),
      (after, 4, [[14, 21], [21, 28]]),
    ] {
      try saved.write(to: state)
      var record = try CheckpointRecord(CheckpointFiles(directory: checkpoint))
      record.training.epochs = epochs
      _ = try Trainer(resuming: checkpoint, as: record, data).run()
      #expect(try averages().map(\.averagedSteps) == steps)
    }
  }

  @Test func missingWeightsAreLeftOut() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 100)
    let checkpoint = directory.path("checkpoint")
    var configuration = Self.configuration(Averaging(.last, 3))
    configuration.epochs = 4
    do {
      let trainer = try Trainer(
        data, model: ReversalTask.model(data), configuration, checkpoint: checkpoint)
      _ = try trainer.run(isInterrupted: { trainer.step == 25 })
    }
    try removeFile(checkpoint + "/kept/step-14.safetensors")
    var report: AverageReport?
    let record = try CheckpointRecord(CheckpointFiles(directory: checkpoint))
    _ = try Trainer(resuming: checkpoint, as: record, data).run(observe: {
      if case .averaged(let found) = $0 { report = found }
    })
    #expect(report?.epochs == [1, 3, 4])
  }

  /// Without a dev set, the latest weights replace the average.
  @Test(arguments: [25, 28]) func aReplacedAverageIsNotTheBest(step: Int) throws {
    let directory = TemporaryDirectory()
    let data = try Self.unscored(in: directory)
    let checkpoint = directory.path("checkpoint")
    var configuration = Self.configuration(Averaging(.last, 2))
    configuration.epochs = 3
    let first = try Trainer(
      data, model: ReversalTask.model(data), configuration, checkpoint: checkpoint
    ).run()
    #expect(first.bestAveraged == [2, 3])
    var record = try CheckpointRecord(CheckpointFiles(directory: checkpoint))
    record.training.epochs = 5
    let trainer = try Trainer(resuming: checkpoint, as: record, data)
    let second = try trainer.run(isInterrupted: { trainer.step == step })
    #expect(second.bestAveraged == nil)
  }

  /// The moving average is scored and saved, and the run continues from the weights.
  @Test func theMovingAverageIsKept() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 100)
    let checkpoint = directory.path("checkpoint")
    var configuration = Self.configuration(nil)
    configuration.emaDecay = 0.9
    configuration.epochs = 1
    _ = try Trainer(
      data, model: ReversalTask.model(data), configuration, checkpoint: checkpoint
    ).run()
    let name = "encoder.embedding.weight"
    let shape = [data.sourceVocabulary.count, 16]
    let state = try SafetensorsFile(path: checkpoint + "/training-state.safetensors")
    let model = try SafetensorsFile(path: checkpoint + "/model.safetensors")
    let kept: [Float] = try model.values(named: name, shape: shape)
    #expect(try state.values(named: "average." + name, shape: shape) == kept)
    #expect(try state.values(named: "weights." + name, shape: shape) != kept)
  }
}

// MARK: - Of checkpoints

extension AveragingTests {
  private static func checkpoint(
    _ path: String, seed: UInt64, _ data: TrainingData, hiddenSize: Int = 32
  ) throws {
    var configuration = configuration(nil)
    configuration.seed = seed
    var model = ReversalTask.model(data)
    model.hiddenSize = hiddenSize
    _ = try Trainer(data, model: model, configuration, checkpoint: path)
  }

  @Test func checkpointsAreAveraged() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 20)
    let paths = ["a", "b", "c"].map { directory.path($0) }
    for (index, path) in paths.enumerated() {
      try Self.checkpoint(path, seed: UInt64(index + 1), data)
    }
    // Other files in the directory are not part of the checkpoint.
    try Data("notes".utf8).write(to: URL(filePath: paths[0] + "/run.log"))
    let output = directory.path("mean")
    try CheckpointAverage.write(of: paths, to: output)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: output).sorted()
        == ["config.json", "model.safetensors", "source.vocab", "target.vocab"])
    let (mean, parts) = (try Checkpoint(directory: output), try paths.map(Checkpoint.init))
    for entry in mean.model.layout.entries {
      let all = parts.map { $0.parameters[entry.slot].elements }
      let expected = all[0].indices.map { index in
        all.reduce(0) { $0 + Double($1[index]) } / 3
      }
      expectClose(mean.parameters[entry.slot].elements, expected, relative: 3e-7, entry.name)
    }
    #expect(throws: AverageError.outputExists(directory: output)) {
      try CheckpointAverage.write(of: paths, to: output)
    }
    #expect(mean.configuration == parts[0].configuration)
  }

  @Test(arguments: [LanguageModelKind.recurrent, .window])
  func languageModelsAreAveraged(kind: LanguageModelKind) throws {
    let directory = TemporaryDirectory()
    let data = try LanguageModelTaskTests.data("one two three four\n", in: directory, share: 0)
    let paths = ["a", "b", "c"].map { directory.path($0) }
    for (index, path) in paths.enumerated() {
      var training = LanguageModelTaskTests.training(epochs: 1, batch: 1)
      training.seed = UInt64(index + 1)
      let model = LanguageModelTaskTests.model(data) { $0.kind = kind }
      _ = try Trainer(data, model: model, training, checkpoint: path)
    }
    let output = directory.path("mean")
    try CheckpointAverage.write(of: paths, to: output)
    let mean = try LanguageModelCheckpoint(directory: output)
    #expect(mean.averagedCheckpoints == 3)
    let network = try #require(mean.network)
    let parts = try paths.map { path in
      let checkpoint = try LanguageModelCheckpoint(directory: path)
      #expect(checkpoint.averagedCheckpoints == nil)
      return try #require(checkpoint.network).parameters
    }
    for entry in network.layout.entries {
      let all = parts.map { $0[entry.slot].elements }
      let expected = all[0].indices.map { index in
        all.reduce(0) { $0 + Double($1[index]) } / 3
      }
      expectClose(network.parameters[entry.slot].elements, expected, relative: 3e-7, entry.name)
    }
    #expect(mean.settings == (try LanguageModelCheckpoint(directory: paths[0])).settings)
  }

  @Test func checkpointsOfTwoTasksAreRefused() throws {
    let directory = TemporaryDirectory()
    let (translator, model) = (directory.path("translator"), directory.path("model"))
    try Self.checkpoint(translator, seed: 1, ReversalTask.data(in: directory, pairs: 20))
    let data = try LanguageModelTaskTests.data("one two three\n", in: directory, share: 0)
    _ = try Trainer(
      data, model: LanguageModelTaskTests.model(data),
      LanguageModelTaskTests.training(epochs: 1, batch: 1), checkpoint: model)
    #expect(
      throws: AverageError.different(first: translator, second: model, part: "task")
    ) { try CheckpointAverage.write(of: [translator, model], to: directory.path("mean")) }
    #expect(!fileExists(directory.path("mean")))
  }

  @Test func checkpointsOfDifferentKindsAreRefused() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 20)
    let (first, second) = (directory.path("a"), directory.path("b"))
    try Self.checkpoint(first, seed: 1, data)
    try Self.checkpoint(second, seed: 1, data, hiddenSize: 33)
    #expect(throws: AverageError.different(first: first, second: second, part: "model")) {
      try CheckpointAverage.write(of: [first, second], to: directory.path("mean"))
    }
    #expect(!fileExists(directory.path("mean")))
  }
}

extension MetricsEntry {
  fileprivate var bleu: Double { scores["bleu"] ?? 0 }
}
