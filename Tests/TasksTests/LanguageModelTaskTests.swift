// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Corpora
import Files
import FoundationEssentials
import Inference
import Layers
import Models
import TestSupport
import Testing
import Text
import Training

@testable import Tasks

@Suite struct LanguageModelTaskTests {
  static func data(
    _ text: String, in directory: borrowing TemporaryDirectory, window: Int = 8,
    reset: StateReset = .never, unit: TextUnit = .character, share: Float = 0.1
  ) throws -> LanguageModelData {
    let path = directory.path("text")
    try write(Array(text.utf8), to: path)
    var configuration = RunningTextConfiguration()
    configuration.window = window
    configuration.resetState = reset
    configuration.unit = unit
    configuration.developmentShare = share
    return try LanguageModelData([path], configuration)
  }

  static func training(
    epochs: Int, batch: Int = 4, threads: Int = 2
  ) -> TrainingConfiguration {
    var training = TrainingConfiguration()
    training.batchSize = batch
    training.epochs = epochs
    training.learningRate = 0.02
    training.threads = threads
    training.saveInterval = 5
    training.logInterval = 5
    return training
  }

  static func model(
    _ data: LanguageModelData, _ change: (inout LanguageModelConfiguration) -> Void = { _ in }
  ) -> LanguageModelConfiguration {
    var model = data.model(embeddingSize: 8, hiddenSize: 24, layers: 1)
    change(&model)
    return model
  }

  static func record(
    _ model: LanguageModelConfiguration, _ training: TrainingConfiguration,
    _ data: LanguageModelData
  ) -> LanguageModelRecord {
    LanguageModelRecord(
      LanguageModelSettings(model: model, text: data.configuration, tokenizer: data.tokenizer),
      training, data)
  }

  /// Sentences whose letters are certain after the first one of a word.
  static func text(sentences: Int) -> String {
    var random = SeededGenerator(seed: 1)
    let words = ["alpha", "bravo", "delta", "gamma"]
    return (0..<sentences).map { _ in
      (0..<3).map { _ in words[Int.random(in: 0..<4, using: &random)] }.joined(separator: " ")
    }.joined(separator: "\n") + "\n"
  }

  /// The lecture's check: with the letters h, e, l and o, "hello" has the targets e, l, l, o.
  @Test func helloIsLearned() throws {
    let directory = TemporaryDirectory()
    let data = try Self.data(
      String(repeating: "hello\n", count: 20), in: directory, reset: .line, share: 0)
    let checkpoint = directory.path("checkpoint")
    let trainer = try Trainer(
      data, model: Self.model(data), Self.training(epochs: 20), checkpoint: checkpoint)
    _ = try trainer.run()
    let sampler = try TextSampler(checkpoint: checkpoint)
    #expect(sampler.sample(after: "h", length: 20, nil) == "ello")
    #expect(sampler.sample(length: 20, nil) == "hello")
  }

  @Test(arguments: [RecurrentCell.lstm, .gru, .tanh])
  func continuousTextIsLearned(cell: RecurrentCell) throws {
    let directory = TemporaryDirectory()
    let data = try Self.data(Self.text(sentences: 300), in: directory)
    let checkpoint = directory.path("checkpoint")
    let trainer = try Trainer(
      data,
      model: Self.model(data) {
        $0.cell = cell
        $0.learnedInitialState = true
      }, Self.training(epochs: 4), checkpoint: checkpoint)
    let summary = try trainer.run()
    // Two bits for each word of 5 letters and a space.
    #expect(try #require(summary.bestPerplexity) < 1.5)
    let sampler = try TextSampler(checkpoint: checkpoint)
    #expect(sampler.sample(after: "alp", length: 2, nil) == "ha")
  }

  /// The alphabet in 4 streams with windows of 3 letters.
  @Test func streamsGoOnWhereTheyEnded() throws {
    let directory = TemporaryDirectory()
    let data = try Self.data(
      "abcdefghijklmnopqrstuvwxyz", in: directory, window: 3, share: 0)
    let record = Self.record(Self.model(data), Self.training(epochs: 1), data)
    let task = try LanguageModelTask(data, record)
    let plan = task.plan(epoch: 0, record.training)
    func texts(_ batch: Int) -> [String] {
      task.examples(plan[batch], epoch: 0, seed: 1).map { example in
        example.text.tokens.map { data.vocabulary[$0] }.joined()
      }
    }
    #expect(plan.count == 2)
    #expect(texts(0) == ["abcd", "ghij", "mnop", "stuv"])
    #expect(texts(1) == ["defg", "jklm", "pqrs", "vwxy"])
    #expect(plan == task.plan(epoch: 1, record.training))
    let examples = (0..<2).flatMap { task.examples(plan[$0], epoch: 0, seed: 1) }
    #expect(examples.map(\.text.startsAfresh) == (0..<8).map { $0 < 4 })
    #expect(examples.map(\.stream) == [0, 1, 2, 3, 0, 1, 2, 3])
  }

  /// The loss of the first pass over the text is that of the whole text at once, except that no
  /// gradient crosses a window.
  @Test(arguments: [1, 3]) func statesAreCarriedFromWindowToWindow(threads: Int) throws {
    let directory = TemporaryDirectory()
    let text = Self.text(sentences: 12)
    let wholeStream = try Self.data(text, in: directory, share: 0).training.count / 3 - 1
    let losses = try [4, wholeStream].map { window in
      let data = try Self.data(text, in: directory, window: window, share: 0)
      var training = Self.training(epochs: 1, batch: 3, threads: threads)
      training.learningRate = 1e-12
      let task = try LanguageModelTask(data, Self.record(Self.model(data), training, data))
      let network = task.model.network
      let engine = try TrainingEngine(
        task.model, network.initialParameters(seed: 1, embeddingDeviation: 1),
        optimizer: Optimizer(.sgd, network.layout), threads: threads)
      let plan = task.plan(epoch: 0, training)
      let results = (0..<plan.count).map { batch in
        engine.run(
          task.examples(plan[batch], epoch: 0, seed: 1), step: batch + 1, training)
      }
      return results.reduce(0) { $0 + $1.loss * Double($1.tokens) }
        / Double(results.reduce(0) { $0 + $1.tokens })
    }
    expectClose([losses[0]], [losses[1]], relative: 1e-5, "loss")
  }

  /// With `window`, the loss of a pass over the text is that of its windows, each read alone.
  @Test(arguments: [1, 3]) func windowsStartFromTheInitialState(threads: Int) throws {
    let directory = TemporaryDirectory()
    let data = try Self.data(
      Self.text(sentences: 12), in: directory, window: 4, reset: .window, share: 0)
    var training = Self.training(epochs: 1, batch: 3, threads: threads)
    training.learningRate = 1e-12
    let task = try LanguageModelTask(data, Self.record(Self.model(data), training, data))
    let network = task.model.network
    #expect(task.model.carried.entries.isEmpty)
    let initial = network.initialParameters(seed: 1, embeddingDeviation: 1)
    let alone = Pass(Weights(initial), Workspace())
    let engine = try TrainingEngine(
      task.model, initial, optimizer: Optimizer(.sgd, network.layout), threads: threads)
    let plan = task.plan(epoch: 0, training)
    #expect(plan.count > 5)
    for batch in 0..<plan.count {
      let examples = task.examples(plan[batch], epoch: 0, seed: 1)
      let losses = examples.flatMap { example in
        let text = LanguageModelExample(example.text.tokens, startsAfresh: true)
        return network.losses(LanguageModelBatch([text], numbers: [0]), alone).losses
      }
      let result = engine.run(examples, step: batch + 1, training)
      #expect(result.tokens == losses.count)
      expectClose(
        [result.loss], [losses.reduce(0) { $0 + Double($1) } / Double(losses.count)],
        relative: 1e-5, "loss of batch \(batch)")
    }
  }

  @Test(
    arguments: [3, 7, 20],
    [
      (StateReset.never, TextUnit.character, LanguageModelKind.recurrent),
      (.line, .subword, .recurrent), (.window, .word, .recurrent),
      (.never, .character, .window), (.line, .subword, .window),
    ])
  func resumingGivesTheSameBytes(
    interruption: Int, run: (reset: StateReset, unit: TextUnit, kind: LanguageModelKind)
  ) throws {
    let directory = TemporaryDirectory()
    let data = try Self.data(
      Self.text(sentences: 100), in: directory, window: 8, reset: run.reset, unit: run.unit)
    let model = Self.model(data) {
      $0.kind = run.kind
      $0.dropout = 0.2
    }
    let (whole, broken) = (directory.path("whole"), directory.path("broken"))
    let training = Self.training(epochs: 3)
    _ = try Trainer(data, model: model, training, checkpoint: whole).run()
    do {
      let trainer = try Trainer(data, model: model, training, checkpoint: broken)
      #expect(
        try trainer.run(isInterrupted: { trainer.step == interruption }).ending == .interrupted)
    }
    let same = try LanguageModelData(
      [directory.path("text")], of: LanguageModelCheckpoint(directory: broken))
    let resumed = try Trainer(resuming: broken, same)
    #expect(resumed.step == interruption)
    #expect(try resumed.run().ending == .completed)
    for name in ["model.safetensors", "training-state.safetensors", "config.json"] {
      #expect(
        try Data(contentsOf: URL(filePath: "\(whole)/\(name)"))
          == Data(contentsOf: URL(filePath: "\(broken)/\(name)")), "\(name)")
    }
  }

  @Test func samplesDoNotDependOnTheThreads() throws {
    let directory = TemporaryDirectory()
    let data = try Self.data(Self.text(sentences: 60), in: directory)
    let checkpoint = directory.path("checkpoint")
    _ = try Trainer(
      data, model: Self.model(data), Self.training(epochs: 1), checkpoint: checkpoint
    ).run()
    let samples = try [1, 3].map { threads in
      try TextSampler(checkpoint: checkpoint, threads: threads)
        .samples(5, after: "alpha ", length: 40)
    }
    #expect(samples[0] == samples[1])
    #expect(Set(samples[0]).count == 5)
  }

  // MARK: - Wrong input

  @Test func aTextShorterThanAWindowForEachStreamIsRefused() throws {
    let directory = TemporaryDirectory()
    let data = try Self.data("a short text", in: directory, window: 8, share: 0)
    #expect(throws: RunningTextError.tooShort(tokens: 13, streams: 4, window: 8)) {
      try Trainer(
        data, model: Self.model(data), Self.training(epochs: 1),
        checkpoint: directory.path("checkpoint"))
    }
    #expect(!fileExists(directory.path("checkpoint")))
  }

  @Test func checkpointsOfAnotherTaskAreNamed() throws {
    let directory = TemporaryDirectory()
    let data = try Self.data(Self.text(sentences: 20), in: directory)
    let checkpoint = directory.path("checkpoint")
    _ = try Trainer(
      data, model: Self.model(data), Self.training(epochs: 1), checkpoint: checkpoint)
    #expect(
      throws: CheckpointError(
        directory: checkpoint, problem: .otherTask("language-model", wanted: nil))
    ) { try Checkpoint(directory: checkpoint) }
    let translator = directory.path("translator")
    let pairs = try ReversalTask.data(in: directory, pairs: 20)
    _ = try Trainer(pairs, model: ReversalTask.model(pairs), checkpoint: translator)
    #expect(
      throws: CheckpointError(
        directory: translator, problem: .otherTask(nil, wanted: "language-model"))
    ) {
      try LanguageModelCheckpoint(directory: translator)
    }
  }

  @Test func whatMayNotChangeIsRefused() throws {
    let directory = TemporaryDirectory()
    let text = Self.text(sentences: 20)
    let data = try Self.data(text, in: directory)
    let checkpoint = directory.path("checkpoint")
    _ = try Trainer(
      data, model: Self.model(data), Self.training(epochs: 1), checkpoint: checkpoint)
    #expect(throws: TrainingError.fixedValue(key: "batch_size", was: "4", now: "5", .orderOfData)) {
      try Trainer(resuming: checkpoint, data, Self.training(epochs: 1, batch: 5))
    }
    let wider = try Self.data(text, in: directory, window: 9)
    #expect(throws: TrainingError.fixedValue(key: "window", was: "8", now: "9", .orderOfData)) {
      try Trainer(resuming: checkpoint, wider)
    }
    let other = try Self.data(text + "alpha alpha alpha\n", in: directory)
    #expect(
      throws: TrainingError.corpusChanged(was: data.fingerprint, now: other.fingerprint)
    ) { try Trainer(resuming: checkpoint, other) }
  }
}
