// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Corpora
import FoundationEssentials
import Inference
import Layers
import Models
import Tasks
import TestSupport
import Testing
import Text
import Training

@Suite final class LabellerTaskTests {
  private let directory = TemporaryDirectory()

  private func training(epochs: Int, threads: Int = 2) -> TrainingConfiguration {
    var training = TrainingConfiguration()
    (training.batchSize, training.epochs, training.threads) = (16, epochs, threads)
    training.learningRate = 0.02
    training.validationMetric = .accuracy
    return training
  }

  private func encoder(
    _ bidirectional: BidirectionalLayers = .none
  ) -> SequenceEncoderConfiguration {
    var encoder = SequenceEncoderConfiguration()
    (encoder.embeddingSize, encoder.hiddenSize) = (8, 16)
    (encoder.characterEmbeddingSize, encoder.characterHiddenSize) = (8, 8)
    encoder.bidirectional = bidirectional
    return encoder
  }

  /// Sequences in which a token's label is the token before it, or the one after it.
  private func neighbours(_ count: Int, before: Bool, seed: UInt64 = 3) throws -> [String] {
    var random = SeededGenerator(seed: seed)
    let text = (0..<count).map { _ in
      let tokens = (0..<Int.random(in: 1...9, using: &random)).map { _ in
        ["a", "b", "c"].randomElement(using: &random) ?? "a"
      }
      return tokens.indices.map { place in
        let other = before ? place - 1 : place + 1
        return "\(tokens[place])\t\(tokens.indices.contains(other) ? tokens[other] : "none")\n"
      }.joined() + "\n"
    }.joined()
    let path = directory.path("neighbours.tsv")
    try write(Array(text.utf8), to: path)
    return [path]
  }

  private func labels(_ labeller: Labeller, _ tokens: [String]) -> [String] {
    labeller.label([tokens])[0].map(\.label)
  }

  @Test func theTokenBeforeIsRemembered() throws {
    let data = try LabellerData(neighbours(300, before: true))
    let path = directory.path("model")
    let summary = try Trainer(
      data, model: data.model(encoder()), training(epochs: 10), checkpoint: path
    ).run()
    #expect(summary.bestScore == 1)
    let labeller = try Labeller(LabellerCheckpoint(directory: path), threads: 2)
    #expect(labels(labeller, ["c", "a", "b"]) == ["none", "c", "a"])
    #expect(labels(labeller, []) == [])
  }

  @Test func bothDirectionsSeeTheTokenAfter() throws {
    let data = try LabellerData(neighbours(300, before: false))
    func score(_ bidirectional: BidirectionalLayers) throws -> Double {
      let summary = try Trainer(
        data, model: data.model(encoder(bidirectional)), training(epochs: 10),
        checkpoint: directory.path("\(bidirectional)")
      ).run()
      return try #require(summary.bestScore)
    }
    #expect(try score(.all) == 1)
    #expect(try score(.none) < 0.7)
  }

  /// The last letter of a word decides; the words of the dev set are new.
  @Test func charactersTellNewTokens() throws {
    func words(_ numbers: Range<Int>) -> String {
      numbers.map { "w\($0)\($0 % 2 == 0 ? "ing\tVERB" : "ly\tADV")\n\n" }.joined()
    }
    let (path, development) = (directory.path("words.tsv"), directory.path("new.tsv"))
    try write(Array(words(0..<300).utf8), to: path)
    try write(Array(words(300..<340).utf8), to: development)
    func score(characters: Bool) throws -> Double {
      var configuration = LabelledTokensConfiguration()
      (configuration.characters, configuration.minimumFrequency) = (characters, 1)
      let data = try LabellerData([path], development: [development], configuration)
      #expect(data.unknownShare.development == 1)
      let summary = try Trainer(
        data, model: data.model(encoder()), training(epochs: 6),
        checkpoint: directory.path("\(characters)")
      ).run()
      return try #require(summary.bestScore)
    }
    #expect(try score(characters: true) == 1)
    #expect(try score(characters: false) < 0.7)
  }

  /// A bit stream, in which each label is the bit three steps before.
  private func echo(_ count: Int, seed: UInt64 = 1) throws -> String {
    var random = SeededGenerator(seed: seed)
    let bits = (0..<count).map { _ in Int.random(in: 0...1, using: &random) }
    let path = directory.path("echo\(seed).tsv")
    let lines = bits.indices.map { "\(bits[$0])\t\($0 < 3 ? 0 : bits[$0 - 3])\n" }
    try write(Array(lines.joined().utf8), to: path)
    return path
  }

  private func streamed() throws -> LabellerData {
    var configuration = LabelledTokensConfiguration()
    (configuration.window, configuration.characters) = (5, false)
    return try LabellerData([echo(4000)], development: [echo(500, seed: 2)], configuration)
  }

  /// Windows are shorter than twice the delay, so that only a state that is carried on helps at the
  /// start of a window.
  @Test func aStreamIsReadInWindows() throws {
    let (data, path) = (try streamed(), directory.path("model"))
    let summary = try Trainer(
      data, model: data.model(encoder()), training(epochs: 20), checkpoint: path
    ).run()
    #expect(try #require(summary.bestScore) > 0.99)
    let checkpoint = try LabellerCheckpoint(directory: path)
    let labeller = try Labeller(checkpoint)
    // The state is carried on from sequence to sequence.
    let found = labeller.label([["1", "1", "0"], ["0", "1", "1", "0"]])
    #expect(found[1].map(\.label) == ["1", "1", "0", "0"])
    let stepwise = try Labeller(checkpoint)
    let labels = ["1", "1", "0", "0", "1", "1", "0"].map { token in
      stepwise.endSequence()
      return stepwise.label(next: token)
    }
    #expect(labels.map(\.label) == found.joined().map(\.label))
  }

  @Test func aStreamMustFillAWindowOfEachStream() throws {
    var configuration = LabelledTokensConfiguration()
    (configuration.window, configuration.developmentShare) = (100, 0)
    let data = try LabellerData([echo(1000)], configuration)
    #expect(throws: RunningTextError.tooShort(tokens: 1001, streams: 16, window: 100)) {
      var training = training(epochs: 1)
      training.validationMetric = .perplexity
      return try Trainer(
        data, model: data.model(encoder()), training, checkpoint: directory.path("model"))
    }
  }

  @Test func labelsDoNotDependOnThreadsOrCompany() throws {
    let data = try LabellerData(neighbours(200, before: true))
    let path = directory.path("model")
    _ = try Trainer(
      data, model: data.model(encoder()), training(epochs: 1), checkpoint: path
    ).run()
    let checkpoint = try LabellerCheckpoint(directory: path)
    let sequences = (1...150).map { (0..<$0).map { ["a", "b", "new"][$0 % 3] } }
    let together = try Labeller(checkpoint, threads: 3).label(sequences)
    let alone = try Labeller(checkpoint)
    #expect(together == sequences.map { alone.label([$0])[0] })
    let stepwise = try Labeller(checkpoint)
    #expect(together[20].map(\.label) == sequences[20].map { stepwise.label(next: $0).label })
  }

  @Test(arguments: [0, 5]) func aRunGoesOnToTheSameBytes(_ window: Int) throws {
    let data = window == 0 ? try LabellerData(neighbours(200, before: true)) : try streamed()
    let (whole, parts) = (directory.path("whole"), directory.path("parts"))
    _ = try Trainer(
      data, model: data.model(encoder()), training(epochs: 3), checkpoint: whole
    ).run()
    var steps = 0
    _ = try Trainer(
      data, model: data.model(encoder()), training(epochs: 3), checkpoint: parts
    ).run(isInterrupted: {
      steps += 1
      return steps > 20
    })
    let resumed = try Trainer(resuming: parts, data)
    #expect((1...20).contains(resumed.step))
    _ = try resumed.run()
    for file in ["model.safetensors", "training-state.safetensors", "config.json", "labels.tsv"] {
      let bytes = try [whole, parts].map { try Data(contentsOf: URL(filePath: $0 + "/" + file)) }
      #expect(bytes[0] == bytes[1], "\(file)")
    }
  }

  @Test func entitiesAreScored() throws {
    let path = directory.path("entities.tsv")
    let sentence = "in\tO\nNew\tB-LOC\nYork\tI-LOC\n\nnear\tO\nParis\tB-LOC\n\n"
    try write(Array(String(repeating: sentence, count: 60).utf8), to: path)
    let data = try LabellerData([path])
    var training = training(epochs: 4)
    training.validationMetric = .entityF1
    let summary = try Trainer(
      data, model: data.model(encoder(.all)), training, checkpoint: directory.path("model")
    ).run()
    #expect(summary.bestScore == 1)
  }

  @Test func oneLabelIsRefused() throws {
    let path = directory.path("one.tsv")
    try write(Array("a\tA\nb\tA\n".utf8), to: path)
    var report = LabelledTextReport(of: .tokens)
    (report.read, report.kept, report.keptSteps) = (1, 1, 2)
    #expect(throws: LabelledTextError.oneLabel(paths: [path], label: "A", report)) {
      try LabellerData([path])
    }
  }

  @Test func unseenLabelsAreErrorsWithoutALoss() throws {
    let development = directory.path("dev.tsv")
    try write(Array("a\tnone\nb\tNew\n".utf8), to: development)
    let data = try LabellerData(neighbours(200, before: true), development: [development])
    #expect(data.unseenLabels == ["New"])
    let summary = try Trainer(
      data, model: data.model(encoder()), training(epochs: 8),
      checkpoint: directory.path("model")
    ).run()
    #expect(summary.bestScore == 0.5)
    #expect(try #require(summary.bestPerplexity) < 1.5)
  }

  /// Vectors of one number, each of which has the sign of the one before as its label.
  private func signs(_ count: Int) throws -> LabelledVectorFiles {
    var random = SeededGenerator(seed: 3)
    var (vectors, labels) = ("", "")
    for _ in 0..<count {
      var last = 1
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        labels += last > 0 ? "+\n" : "-\n"
        last = Int.random(in: 100...900, using: &random) * (Bool.random(using: &random) ? 1 : -1)
        vectors += "\(last)\n"
      }
      vectors += "\n"
    }
    let files = LabelledVectorFiles(
      vectors: directory.path("vectors.tsv"), labels: directory.path("labels.txt"))
    try write(Array(vectors.utf8), to: files.vectors)
    try write(Array(labels.utf8), to: files.labels)
    return files
  }

  @Test func vectorsAreLabelled() throws {
    let files = try signs(200)
    let (data, path) = (try LabellerData(files), directory.path("model"))
    #expect(data.sizes == (180, 20) && data.vectorSize == 1 && data.vocabulary == nil)
    let summary = try Trainer(
      data, model: data.model(encoder()), training(epochs: 8), checkpoint: path
    ).run()
    #expect(try #require(summary.bestScore) > 0.97)
    let checkpoint = try LabellerCheckpoint(directory: path)
    let sequences = try VectorSequences(contentsOf: files.vectors)
    let together = try Labeller(checkpoint, threads: 3).label(sequences)
    let stepwise = try Labeller(checkpoint)
    for (number, labels) in together.enumerated() {
      #expect(labels.map(\.label) == sequences[number].map { stepwise.label(next: [$0]).label })
      stepwise.endSequence()
    }
  }
}
