// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Inference
import Layers
import Models
import Tasks
import TestSupport
import Testing
import Text
import Training

/// Training that starts from given embeddings, which are frozen or trained.
@Suite final class StartingEmbeddingsTests {
  private let directory = TemporaryDirectory()

  /// Vectors for two of the words of the reversal task.
  private func vectors(for vocabulary: Vocabulary, size: Int = 16) throws -> WordVectors {
    let path = directory.path("vectors.txt")
    let rows = ["one", "two", "other"].enumerated().map { place, word in
      word + String(repeating: " \(Double(place) + 0.5)", count: size)
    }
    try write(Array((rows.joined(separator: "\n") + "\n").utf8), to: path)
    return try WordVectors(contentsOf: path, for: vocabulary)
  }

  private func configuration(
    _ optimizer: OptimizerKind, epochs: Int = 2
  ) -> TrainingConfiguration {
    var configuration = TrainingConfiguration()
    (configuration.batchSize, configuration.epochs, configuration.threads) = (16, epochs, 2)
    (configuration.optimizer, configuration.learningRate) = (optimizer, 0.01)
    (configuration.weightDecay, configuration.emaDecay) = (0.01, 0.5)
    configuration.averaging = Averaging(.last, 2)
    return configuration
  }

  private func table(
    _ side: KeyPath<EncoderDecoder, Embedding>, _ checkpoint: Checkpoint
  ) throws -> [Float] {
    checkpoint.parameters[checkpoint.model[keyPath: side].weight].elements
  }

  private func row(
    _ word: String, of side: KeyPath<EncoderDecoder, Embedding>, _ checkpoint: Checkpoint
  ) throws -> [Float] {
    let isSource = side == \.encoder.embedding
    let vocabulary = isSource ? checkpoint.sourceVocabulary : checkpoint.targetVocabulary
    let (id, size) = (Int(try #require(vocabulary.id(of: word))), 16)
    return Array(try table(side, checkpoint)[id * size..<(id + 1) * size])
  }

  /// Weight decay and averages change nothing either. The other side is trained.
  @Test(arguments: OptimizerKind.allCases)
  func frozenEmbeddingsNeverChange(_ optimizer: OptimizerKind) throws {
    let data = try ReversalTask.data(in: directory, pairs: 100)
    var model = ReversalTask.model(data)
    model.frozenEmbeddings = .source
    let given = try vectors(for: data.sourceVocabulary)
    let vector = [Float](repeating: 0.5, count: given.size)
    let path = directory.path("model")
    let (source, target) = (\EncoderDecoder.encoder.embedding, \EncoderDecoder.decoder.embedding)
    func run(_ trainer: () throws -> Trainer) throws -> (table: [Float], target: [Float]) {
      _ = try trainer().run()
      let checkpoint = try Checkpoint(directory: path)
      return (try table(source, checkpoint), try row("one", of: target, checkpoint))
    }
    func resume(_ epochs: Int, _ frozen: FrozenEmbeddings) throws -> [Float] {
      var record = try CheckpointRecord(CheckpointFiles(directory: path))
      #expect(record.checkpoint.model.frozenEmbeddings == .source)
      record.training.epochs = epochs
      record.checkpoint.model.frozenEmbeddings = frozen
      return try run { try Trainer(resuming: path, as: record, data) }.table
    }

    let untrained = try {
      _ = try Trainer(
        data, model: model, configuration(optimizer), sourceEmbeddings: given,
        targetEmbeddings: given,
        checkpoint: path)
      return try Checkpoint(directory: path)
    }()
    let before = try table(source, untrained)
    for side in [source, target] { #expect(try row("one", of: side, untrained) == vector) }
    #expect(Set(try row("six", of: source, untrained)).count == given.size)
    let after = try run {
      try Trainer(
        data, model: model, configuration(optimizer), sourceEmbeddings: given,
        targetEmbeddings: given,
        checkpoint: path, overwriting: true)
    }
    expectSameBits(after.table, before, "source")
    #expect(after.target != vector)
    // Frozen embeddings stay so when training goes on, and can be thawed.
    expectSameBits(try resume(3, .source), before, "resumed")
    #expect(try resume(5, .none) != before)
  }

  /// Trains, and returns a table of the checkpoint before and after.
  private func tables(
    _ trainer: Trainer, _ table: () throws -> [Float]
  ) throws -> (before: [Float], after: [Float]) {
    let before = try table()
    _ = try trainer.run()
    return (before, try table())
  }

  /// The embeddings of characters are trained.
  @Test func tokensOfALabellerAreFrozen() throws {
    let (path, text) = (directory.path("model"), directory.path("tokens.tsv"))
    try write(Array(String(repeating: "one\tA\ntwo\tB\n\n", count: 30).utf8), to: text)
    let data = try LabellerData([text])
    var encoder = SequenceEncoderConfiguration()
    (encoder.embeddingSize, encoder.hiddenSize, encoder.frozenEmbeddings) = (16, 8, true)
    let given = try vectors(for: try #require(data.vocabulary))
    let trainer = try Trainer(
      data, model: data.model(encoder), configuration(.adamw), embeddings: given, checkpoint: path)
    func table(_ index: Int) throws -> [Float] {
      let checkpoint = try LabellerCheckpoint(directory: path)
      return checkpoint.parameters[checkpoint.model.encoder.embeddings[index]].elements
    }
    let characters = try table(1)
    let tokens = try tables(trainer) { try table(0) }
    expectSameBits(tokens.after, tokens.before, "tokens")
    #expect(
      tokens.after.suffix(32) == [Float](repeating: 0.5, count: 16)
        + [Float](repeating: 1.5, count: 16))
    #expect(try table(1) != characters)
  }

  @Test(arguments: [true, false])
  func wordsOfAGeneratorStartFromVectors(_ areFrozen: Bool) throws {
    let (path, lines) = (directory.path("model"), 0..<30)
    let files = GeneratorData.Files(
      vectors: directory.path("vectors.tsv"), texts: directory.path("texts.txt"))
    try write(Array(lines.map { "\($0 % 2) 1\n" }.joined().utf8), to: files.vectors)
    try write(
      Array(lines.map { $0 % 2 == 0 ? "one\n" : "one two\n" }.joined().utf8), to: files.texts)
    var text = LabelledTextConfiguration()
    text.unit = .word
    let data = try GeneratorData(files, language: "en", text)
    var model = data.model()
    (model.decoder.embeddingSize, model.decoder.hiddenSize) = (16, 8)
    model.decoder.frozenEmbeddings = areFrozen
    let trainer = try Trainer(
      data, model: model, configuration(.adam), embeddings: vectors(for: data.vocabulary),
      checkpoint: path)
    let words = try tables(trainer) {
      let checkpoint = try GeneratorCheckpoint(directory: path)
      return checkpoint.parameters[checkpoint.model.decoder.embedding.weight].elements
    }
    #expect(words.before.suffix(32).prefix(16) == [Float](repeating: 0.5, count: 16)[...])
    #expect((words.before == words.after) == areFrozen)
  }

  /// The rows of other words are those of a run whose deviation is that of the vectors.
  @Test func otherWordsHaveTheDeviationOfTheVectors() throws {
    let data = try ReversalTask.data(in: directory, pairs: 20)
    let network = EncoderDecoder(ReversalTask.model(data))
    let given = try vectors(for: data.sourceVocabulary)
    func table(_ deviation: Float, _ vectors: WordVectors?) -> [Float] {
      network.initialParameters(
        seed: 4, embeddingDeviation: deviation, sourceEmbeddings: vectors
      ).values(network.encoder.embedding.weight)
    }
    let (found, expected) = (table(1, given), table(given.deviation, nil))
    for row in 0..<data.sourceVocabulary.count where !given.ids.contains(Int32(row)) {
      let places = row * given.size..<(row + 1) * given.size
      expectSameBits(Array(found[places]), Array(expected[places]), "row \(row)")
    }
  }

  @Test func vectorsOfAnotherSizeAreRefused() throws {
    let data = try ReversalTask.data(in: directory, pairs: 20)
    let given = try vectors(for: data.sourceVocabulary, size: 15)
    #expect(
      throws: TrainingError.invalidValue(InvalidValue("embedding_size", "16", .exactly("15")))
    ) {
      try Trainer(
        data, model: ReversalTask.model(data), configuration(.adam), sourceEmbeddings: given,
        checkpoint: directory.path("model"))
    }
  }

  /// A frozen table has no gradient, and the others have the same as before.
  @Test func frozenTablesHaveNoGradient() throws {
    let made = try GoldenModel("small")
    func gradient(_ frozen: FrozenEmbeddings) throws -> ParameterBuffer {
      var configuration = made.model.configuration
      configuration.frozenEmbeddings = frozen
      let model = EncoderDecoder(configuration)
      let (workspace, terms) = (Workspace(), GradientTerms(model.layout))
      _ = model.lossAndGradient(
        made.batch, scale: 1, Pass(Weights(try made.parameters()), workspace, into: terms))
      return terms.sum(model.layout, workspace)
    }
    let (all, found) = (try gradient(.none), try gradient(.all))
    let embeddings = [made.model.encoder.embedding.weight, made.model.decoder.embedding.weight]
    for entry in made.model.layout.entries {
      let expected = all.values(entry.slot)
      #expect(
        found.values(entry.slot)
          == (embeddings.contains(entry.slot) ? expected.map { _ in 0 } : expected))
    }
  }

  /// Each share is divided around the frozen parameters.
  @Test func sharesLeaveOutFrozenParameters() {
    var layout = ParameterLayout()
    let first = layout.claimMatrix("first", rows: 5, columns: 7)
    let frozen = layout.claimMatrix("frozen", rows: 9, columns: 31, isFrozen: true)
    let last = layout.claimVector("last", count: 40)
    for workers in [1, 2, 3, 50] {
      let trained = (0..<workers).flatMap { worker in
        layout.trainedParts(ofShare: worker, of: workers).flatMap { Array($0) }
      }
      let hole = frozen.offset..<frozen.offset + 9 * 31
      #expect(trained == (0..<layout.count).filter { !hole.contains($0) })
    }
    #expect(first.offset == 0 && last.offset > frozen.offset)
  }
}
