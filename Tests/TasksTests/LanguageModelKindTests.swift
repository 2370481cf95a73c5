// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Corpora
import Files
import FoundationEssentials
import Glibc
import Inference
import Models
import Safetensors
import TestSupport
import Testing
import Text
import Threads
import Training

@testable import Tasks

@Suite struct LanguageModelKindTests {
  private typealias Task = LanguageModelTaskTests

  private static func model(
    _ kind: LanguageModelKind, _ data: LanguageModelData, order: Int = 5
  ) -> LanguageModelConfiguration {
    Task.model(data) {
      $0.kind = kind
      $0.order = order
    }
  }

  /// Trains a small model of `kind` and returns its checkpoint.
  private static func trained(
    _ kind: LanguageModelKind, _ data: LanguageModelData, order: Int = 5, epochs: Int = 1,
    in directory: borrowing TemporaryDirectory
  ) throws -> (path: String, summary: TrainingSummary) {
    let path = directory.path("checkpoint")
    let trainer = try Trainer(
      data, model: model(kind, data, order: order), Task.training(epochs: epochs),
      checkpoint: path)
    return (path, try trainer.run())
  }

  // MARK: - Sizes

  /// The one-hot vectors of a batch: 4 bytes for each of 5 tokens of 20,005 for 6,400 predictions.
  @Test func oneHotVectorsOfAHugeVocabularyAreRefused() throws {
    let directory = TemporaryDirectory()
    let words = (0..<20_000).map { "word\($0)" }.joined(separator: " ")
    let data = try Task.data(words, in: directory, window: 100, unit: .word, share: 0)
    let size = data.vocabulary.count
    let model = Task.model(data) { ($0.kind, $0.embeddingSize, $0.hiddenSize) = (.window, 0, 2) }
    func trainer(_ training: TrainingConfiguration) throws -> Trainer {
      try Trainer(data, model: model, training, checkpoint: directory.path("checkpoint"))
    }
    // The last of the 201 examples is short.
    let bytes = 4 * 5 * size * (64 * data.training.count / 201)
    #expect(
      throws: TrainingError.invalidValue(
        InvalidValue(
          "embedding_size", "0", .embeddings(bytes: bytes, limit: 1 << 31)))
    ) { try trainer(Task.training(epochs: 1, batch: 64, threads: 1)) }
    #expect(!fileExists(directory.path("checkpoint")))
    #expect(throws: Never.self) {
      _ = try trainer(Task.training(epochs: 1, batch: 64, threads: 2))
    }
    // Scoring divides the text into parts of a few megabytes.
    let checkpoint = try LanguageModelCheckpoint(directory: directory.path("checkpoint"))
    let scorer = checkpoint.scorer(try WorkerPool(count: 1))
    #expect(scorer.partLength == (1 << 28) / (20 * size))
  }

  // MARK: - Learning

  @Test(arguments: LanguageModelKind.allCases, [StateReset.never, .line])
  func eachKindLearns(kind: LanguageModelKind, reset: StateReset) throws {
    let directory = TemporaryDirectory()
    let data = try Task.data(Task.text(sentences: 300), in: directory, reset: reset)
    let (path, summary) = try Self.trained(kind, data, epochs: 6, in: directory)
    #expect(summary.ending == .completed)
    // Two bits for each word of 5 letters and a space.
    #expect(try #require(summary.bestPerplexity) < 1.5)
    for quantized in [false, true] {
      let checkpoint = try LanguageModelCheckpoint(directory: path)
      let predictors = checkpoint.predictors(try WorkerPool(count: 2), quantized: quantized)
      let generator = TextGenerator(maximumLength: 2)
      let codec = try checkpoint.codec()
      let next = generator.continuations(of: codec.ids(of: "alp"), samples: 1, predictors)
      #expect(codec.text(of: next[0].tokens) == "ha", "\(quantized)")
    }
  }

  @Test(arguments: [(0, 24), (8, 0), (0, 0)])
  func windowModelsNeedNoEmbeddingsAndNoHiddenLayer(embedding: Int, hidden: Int) throws {
    let directory = TemporaryDirectory()
    let data = try Task.data(Task.text(sentences: 300), in: directory)
    var model = Self.model(.window, data)
    (model.embeddingSize, model.hiddenSize) = (embedding, hidden)
    let path = directory.path("checkpoint")
    let summary = try Trainer(data, model: model, Task.training(epochs: 8), checkpoint: path).run()
    #expect(try #require(summary.bestPerplexity) < 2)
    #expect(try TextSampler(checkpoint: path).sample(after: "alp", length: 2, nil) == "ha")
  }

  /// All kinds predict the same tokens of the dev set: the tokens of each line and its end. There are
  /// more lines than are read at a time.
  @Test(arguments: LanguageModelKind.allCases)
  func theDevScoreIsThatOfTheCheckpoint(kind: LanguageModelKind) throws {
    let directory = TemporaryDirectory()
    let data = try Task.data(
      Task.text(sentences: 1500), in: directory, reset: .line, unit: .word, share: 0.9)
    let (path, summary) = try Self.trained(kind, data, in: directory)
    let development = try #require(data.development)
    #expect(development.lineCount > 1200)
    let lines = (0..<development.lineCount).map {
      development.tokens(development.places(ofLine: $0)).dropFirst()
    }
    let pool = try WorkerPool(count: 1)
    let scorer = try LanguageModelCheckpoint(directory: path).scorer(pool)
    var total = SequenceLikelihood()
    for likelihood in scorer.likelihoods(of: lines, pool) { total += likelihood }
    #expect(total.tokens == 4 * lines.count)
    expectClose(
      [try #require(summary.bestPerplexity)],
      [exp(total.negativeLogLikelihood / Double(total.tokens))], relative: 1e-6, "perplexity")
  }

  /// The alphabet in windows of 4 letters, each with the 2 letters before it.
  @Test func windowModelsSeeTheTokensBeforeAPart() throws {
    let directory = TemporaryDirectory()
    let data = try Task.data("abcdefghij", in: directory, window: 4, share: 0)
    let training = Task.training(epochs: 1, batch: 2)
    let task = try WindowModelTask(
      data, Task.record(Self.model(.window, data, order: 2), training, data))
    func texts(_ epoch: Int) -> [String] {
      let plan = task.plan(epoch: epoch, training)
      return (0..<plan.count).flatMap { batch in
        task.examples(plan[batch], epoch: epoch, seed: 1).map { example in
          let tokens = example.text.map { data.vocabulary[$0] }
          return tokens[..<example.predicted.lowerBound].joined() + "|"
            + tokens[example.predicted].joined()
        }
      }
    }
    #expect(Set(texts(0)) == ["|abcd", "cd|efgh", "gh|ij</s>"])
    #expect(Set(texts(1)) == Set(texts(0)))
    #expect(Set((0..<10).map(texts)).count > 1)
    let lines = try Task.data("ab\ncde\n", in: directory, window: 1, reset: .line, share: 0)
    let lineTask = try WindowModelTask(
      lines, Task.record(Self.model(.window, lines, order: 2), training, lines))
    let examples = lineTask.examples([0, 1], epoch: 0, seed: 1)
    #expect(
      examples.map { $0.text.map { lines.vocabulary[$0] }.joined() } == ["ab</s>", "cde</s>"])
    #expect(examples.map(\.predicted) == [0..<3, 0..<4])
  }

  // MARK: - N-gram models

  @Test(arguments: [StateReset.never, .line], [1, 4])
  func ngramModelsAreReadBack(reset: StateReset, order: Int) throws {
    let directory = TemporaryDirectory()
    let data = try Task.data(
      Task.text(sentences: 40), in: directory, reset: reset, unit: .subword, share: 0)
    let (path, summary) = try Self.trained(.ngram, data, order: order, in: directory)
    let text = data.training
    let sequences =
      reset == .line
      ? (0..<40).map { text.tokens(text.places(ofLine: $0)).dropFirst() }
      : [text.tokens(0..<text.count)[...]]
    let model = NGramModel(
      order: order, vocabularySize: data.vocabulary.count, beginning: [data.start],
      sequences: sequences)
    let checkpoint = try LanguageModelCheckpoint(directory: path)
    #expect(checkpoint.parameterCount == model.ngramCount)
    #expect(try NGramModel(contentsOf: checkpoint.files.model) == model)
    #expect(summary.tokens == sequences.reduce(0) { $0 + $1.count })
    #expect(summary.bestPerplexity == nil && summary.bestEpoch == nil && summary.steps == 0)
    let pool = try WorkerPool(count: 2)
    #expect(
      checkpoint.scorer(pool).losses(of: sequences, pool)
        == NGramScorer(model).losses(of: sequences, pool))
    let generator = TextGenerator(maximumLength: 30)
    let made = [
      checkpoint.predictors(pool), PredictorPool(pool) { NGramPredictor(model, Workspace()) },
    ].map { generator.continuations(of: [], samples: 3, $0) }
    #expect(made[0] == made[1] && !made[0][0].tokens.isEmpty)
  }

  @Test func aCountedModelIsTheOnlyOneInItsDirectory() throws {
    let directory = TemporaryDirectory()
    let data = try Task.data(Task.text(sentences: 40), in: directory, unit: .subword)
    let (path, _) = try Self.trained(.recurrent, data, in: directory)
    let model = Self.model(.ngram, data)
    #expect(throws: TrainingError.checkpointExists(directory: path)) {
      try Trainer(data, model: model, checkpoint: path)
    }
    var events: [TrainingEvent] = []
    do {
      let trainer = try Trainer(data, model: model, checkpoint: path, overwriting: true)
      #expect(throws: TrainingError.checkpointInUse(directory: path)) {
        try Trainer(data, model: model, checkpoint: path, overwriting: true)
      }
      let summary = try trainer.run(observe: { events.append($0) })
      guard case .epoch(let report) = events.first else {
        Issue.record("no epoch")
        return
      }
      #expect(events.count == 1 && report.epoch == 1 && report.step == 0 && report.isBest)
      #expect(report.perplexity == summary.bestPerplexity && report.perplexity != nil)
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    #expect(
      names == [".lock", "config.json", "model.safetensors", "text.bpe", "text.vocab"])
    #expect(
      throws: TrainingError.missingTrainingState(path: path + "/training-state.safetensors")
    ) { try Trainer(resuming: path, data) }
  }

  @Test func anInterruptedCountLeavesNothing() throws {
    let directory = TemporaryDirectory()
    let data = try Task.data(Task.text(sentences: 40), in: directory)
    let path = directory.path("checkpoint")
    do {
      let trainer = try Trainer(data, model: Self.model(.ngram, data), checkpoint: path)
      #expect(try trainer.run(isInterrupted: { true }).ending == .interrupted)
    }
    #expect(!fileExists(path))
  }

  @Test func aTextTooLongToCountIsRefused() throws {
    let directory = TemporaryDirectory()
    for (reset, tokens) in [(StateReset.never, 9 + 2), (.line, 10 + 6)] {
      let data = try Task.data("ab\ncd\nef", in: directory, reset: reset, share: 0)
      try NGramCounting.checkLength(data.training, limit: tokens)
      #expect(throws: RunningTextError.tooLong(tokens: tokens, limit: tokens - 1)) {
        try NGramCounting.checkLength(data.training, limit: tokens - 1)
      }
    }
  }

  // MARK: - config.json

  @Test(arguments: LanguageModelKind.allCases)
  func onlyTheKeysOfTheKindAreWritten(kind: LanguageModelKind) throws {
    let directory = TemporaryDirectory()
    let data = try Task.data(Task.text(sentences: 40), in: directory)
    let (path, _) = try Self.trained(kind, data, in: directory)
    struct Sections: Decodable {
      let model, text, training: Keys
    }
    struct Keys: Decodable {
      let names: [String]
      init(from decoder: any Swift.Decoder) throws {
        names = try decoder.container(keyedBy: NamedKey.self).allKeys.map(\.stringValue).sorted()
      }
    }
    let written = try JSONDecoder().decode(
      Sections.self, from: Data(contentsOf: URL(filePath: path + "/config.json")))
    let model =
      switch kind {
      case .recurrent:
        [
          "cell", "dropout", "embedding_size", "hidden_size", "layer_norm", "layers",
          "learned_initial_state", "model", "output_dropout", "residual", "tie_embeddings",
          "variational_dropout", "vocabulary_size", "word_dropout",
        ]
      case .window:
        ["dropout", "embedding_size", "hidden_size", "model", "order", "vocabulary_size"]
      case .ngram: ["model", "order", "vocabulary_size"]
      }
    let text = ["dev_share", "max_vocabulary", "merges", "min_frequency", "reset_state", "unit"]
    let training = [
      "batch_size", "clip_norm", "embedding_deviation", "epochs", "learning_rate",
      "log_interval", "momentum", "optimizer", "save_interval", "seed", "threads",
      "weight_decay",
    ]
    #expect(written.model.names == model)
    #expect(written.text.names == (kind == .ngram ? text : text + ["window"]))
    #expect(written.training.names == (kind == .ngram ? ["threads"] : training))
    let record = try LanguageModelRecord(CheckpointFiles(directory: path))
    #expect(record.settings.model.kind == kind && record.training.threads == 2)
  }

  @Test func theSettingsOfAnNGramModel() {
    let keys = LanguageModelRecord.settings.map(\.key).filter(LanguageModelKind.ngram.uses)
    #expect(
      keys.sorted() == [
        "dev_share", "max_vocabulary", "merges", "min_frequency", "model", "order", "reset_state",
        "threads", "unit", "vocabulary_size",
      ])
  }

  @Test func valuesThatTheKindDoesNotUseAreNotChecked() throws {
    let directory = TemporaryDirectory()
    let data = try Task.data(Task.text(sentences: 40), in: directory, window: 0)
    var training = TrainingConfiguration()
    (training.learningRate, training.momentum) = (-1, 0.5)
    var model = Self.model(.ngram, data)
    model.hiddenSize = -1
    _ = try Trainer(data, model: model, training, checkpoint: directory.path("ngram")).run()
    _ = try TextSampler(checkpoint: directory.path("ngram"))
    model.order = 17
    #expect(throws: TrainingError.invalidValue(InvalidValue("order", "17", .range(1...16)))) {
      try Trainer(data, model: model, training, checkpoint: directory.path("other"))
    }
    model.kind = .window
    #expect(
      throws: TrainingError.invalidValue(InvalidValue("hidden_size", "-1", .range(0...65_536)))
    ) { try Trainer(data, model: model, training, checkpoint: directory.path("other")) }
    model.hiddenSize = 8
    #expect(throws: TrainingError.invalidValue(InvalidValue("window", "0", .range(1...20_000)))) {
      try Trainer(data, model: model, training, checkpoint: directory.path("other"))
    }
    #expect(!fileExists(directory.path("other")))
  }

  // MARK: - Wrong files

  @Test func anNGramModelOfAnotherSizeIsRefused() throws {
    let directory = TemporaryDirectory()
    let data = try Task.data(Task.text(sentences: 40), in: directory)
    let (path, _) = try Self.trained(.ngram, data, order: 3, in: directory)
    let files = CheckpointFiles(directory: path)
    let record = try LanguageModelRecord(files)
    func expect(_ error: some Error & Equatable) {
      #expect(throws: error) { try LanguageModelCheckpoint(directory: path) }
    }
    var other = record
    other.settings.model.order = 2
    try writeConfiguration(other, to: files.configuration)
    expect(
      SafetensorsError(
        path: files.model,
        problem: .wrongShape(name: "discounts", expected: [2, 3], found: [3, 3])))
    other.settings.model.order = 0
    try writeConfiguration(other, to: files.configuration)
    expect(
      CheckpointError(
        directory: path, problem: .impossibleConfiguration(key: "model.order", found: "0")))
    other = record
    other.settings.model.kind = .window
    try writeConfiguration(other, to: files.configuration)
    expect(
      SafetensorsError(path: files.model, problem: .missingTensor(name: "embedding.weight")))
    try writeConfiguration(record, to: files.configuration)
    _ = try LanguageModelCheckpoint(directory: path)
    let size = data.vocabulary.count
    try NGramModel(order: 3, vocabularySize: size + 1, sequences: [[1, 2, 3]]).save(to: files.model)
    expect(
      SafetensorsError(
        path: files.model,
        problem: .wrongShape(name: "1-grams.probabilities", expected: [size], found: [size + 1])))
    let short = try LanguageModelData(
      [directory.path("text")], vocabulary: Vocabulary(contentsOf: files.textVocabulary))
    #expect(short.vocabulary.count == size)
    try write(Array("a\t1\n".utf8), to: files.textVocabulary)
    #expect(throws: (any Error).self) { try LanguageModelCheckpoint(directory: path) }
  }

  @Test func aDamagedNGramModelIsRefused() throws {
    let directory = TemporaryDirectory()
    let data = try Task.data(Task.text(sentences: 40), in: directory)
    let (path, _) = try Self.trained(.ngram, data, order: 3, in: directory)
    let model = CheckpointFiles(directory: path).model
    let bytes = try Data(contentsOf: URL(filePath: model))
    try bytes.dropLast(5).write(to: URL(filePath: model))
    #expect(
      throws: SafetensorsError(
        path: model, problem: .truncated(expected: bytes.count, found: bytes.count - 5))
    ) { try LanguageModelCheckpoint(directory: path) }
    // The last value is a probability.
    try (bytes.dropLast(4) + [0, 0, 0xC0, 0x7F]).write(to: URL(filePath: model))
    #expect(throws: NGramModelError.self) { try LanguageModelCheckpoint(directory: path) }
  }

  @Test func aWindowModelWithAWeightThatIsNotFiniteIsRefused() throws {
    let directory = TemporaryDirectory()
    let data = try Task.data(Task.text(sentences: 40), in: directory)
    let (path, _) = try Self.trained(.window, data, in: directory)
    let model = CheckpointFiles(directory: path).model
    let bytes = try Data(contentsOf: URL(filePath: model))
    try (bytes.dropLast(4) + [0, 0, 0xC0, 0x7F]).write(to: URL(filePath: model))
    #expect(
      throws: CheckpointError(
        directory: path, problem: .nonFiniteWeights(tensor: "output.bias"))
    ) { try LanguageModelCheckpoint(directory: path) }
  }

  @Test(arguments: LanguageModelKind.allCases)
  func aTextWithNothingToPredictIsRefused(kind: LanguageModelKind) throws {
    let directory = TemporaryDirectory()
    // The only line is the dev set.
    let data = try Task.data("a line\n", in: directory, reset: .line)
    #expect(throws: RunningTextError.tooShort(tokens: 1, streams: 1, window: 1)) {
      try Trainer(data, model: Self.model(kind, data), checkpoint: directory.path("checkpoint"))
    }
  }
}
