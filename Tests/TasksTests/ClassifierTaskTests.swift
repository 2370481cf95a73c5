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

@Suite final class ClassifierTaskTests {
  private let directory = TemporaryDirectory()

  /// Texts of noise with one vowel in it, which is the label.
  private func data(
    _ count: Int = 300, unit: TextUnit = .character, share: Float = 0.2
  ) throws -> ClassifierData {
    var random = SeededGenerator(seed: 3)
    let lines = (0..<count).map { _ in
      let vowel = "aou".randomElement(using: &random) ?? "a"
      var noise = (0..<Int.random(in: 0...8, using: &random)).map { _ in
        "bcdf".randomElement(using: &random) ?? "b"
      }
      noise.insert(vowel, at: Int.random(in: 0...noise.count, using: &random))
      let separator = unit == .character ? "" : " "
      return noise.map(String.init).joined(separator: separator) + "\t\(vowel.uppercased())\n"
    }
    let path = directory.path("examples.tsv")
    try write(Array(lines.joined().utf8), to: path)
    var configuration = LabelledTextConfiguration()
    (configuration.unit, configuration.developmentShare) = (unit, share)
    return try ClassifierData([path], language: "en", configuration)
  }

  private func model(
    _ data: ClassifierData, _ pooling: Pooling, _ cell: RecurrentCell = .lstm
  ) -> ClassifierConfiguration {
    var encoder = SequenceEncoderConfiguration()
    (encoder.embeddingSize, encoder.hiddenSize, encoder.cell) = (8, 16, cell)
    encoder.bidirectional = pooling == .mean ? .all : .none
    var model = data.model(encoder)
    model.pooling = pooling
    return model
  }

  private func training(epochs: Int, threads: Int = 2) -> TrainingConfiguration {
    var training = TrainingConfiguration()
    (training.batchSize, training.epochs, training.threads) = (16, epochs, threads)
    training.learningRate = 0.02
    training.validationMetric = .accuracy
    return training
  }

  @Test(arguments: Pooling.allCases, [RecurrentCell.lstm, .gru])
  func aVowelIsFound(_ pooling: Pooling, _ cell: RecurrentCell) throws {
    let (data, checkpoint) = (try data(), directory.path("model"))
    let trainer = try Trainer(
      data, model: model(data, pooling, cell), training(epochs: 12), checkpoint: checkpoint)
    let summary = try trainer.run()
    #expect(summary.bestScore == 1)
    let classifier = try Classifier(ClassifierCheckpoint(directory: checkpoint), threads: 2)
    let found = classifier.classify(["bbab", "", "ccfdu", "  o ", "o"])
    #expect(found.map { $0?.label } == ["A", nil, "U", "O", "O"])
    let sum = found[0]?.probabilities.reduce(0) { $0 + $1.probability } ?? 0
    #expect(abs(sum - 1) < 1e-5)
    #expect(found[3] == found[4], "whitespace at the edges is not part of a text")
  }

  @Test(arguments: [TextUnit.word, .subword]) func unitsMayBeWords(_ unit: TextUnit) throws {
    let (data, checkpoint) = (try data(unit: unit), directory.path("model"))
    let trainer = try Trainer(
      data, model: model(data, .last), training(epochs: 10), checkpoint: checkpoint)
    #expect(try #require(trainer.run().bestScore) > 0.9)
    let found = try ClassifierCheckpoint(directory: checkpoint)
    #expect(found.settings.text.unit == unit && found.labels.count == 3)
  }

  /// Results do not depend on the number of threads or on the other texts.
  @Test func eachTextIsOnItsOwn() throws {
    let (data, path) = (try data(), directory.path("model"))
    _ = try Trainer(
      data, model: model(data, .max), training(epochs: 1), checkpoint: path
    ).run()
    let checkpoint = try ClassifierCheckpoint(directory: path)
    let texts = (1...150).map { String(repeating: "ab", count: $0) }
    let alone = try Classifier(checkpoint)
    let together = try Classifier(checkpoint, threads: 3).classify(texts)
    #expect(together == texts.map { alone.classify([$0])[0] })
  }

  @Test func aRunGoesOnToTheSameBytes() throws {
    let data = try data()
    let (whole, parts) = (directory.path("whole"), directory.path("parts"))
    _ = try Trainer(
      data, model: model(data, .last), training(epochs: 3), checkpoint: whole
    ).run()
    var steps = 0
    _ = try Trainer(
      data, model: model(data, .last), training(epochs: 3), checkpoint: parts
    ).run(isInterrupted: {
      steps += 1
      return steps > 20
    })
    let again = try ClassifierData(
      [directory.path("examples.tsv")], of: ClassifierCheckpoint(directory: parts))
    let resumed = try Trainer(resuming: parts, again)
    #expect((1...20).contains(resumed.step))
    _ = try resumed.run()
    for file in ["model.safetensors", "training-state.safetensors", "config.json", "labels.tsv"] {
      let bytes = try [whole, parts].map { try Data(contentsOf: URL(filePath: $0 + "/" + file)) }
      #expect(bytes[0] == bytes[1], "\(file)")
    }
  }

  @Test func theDevSetIsDrawnAtRandom() throws {
    let data = try data(100, share: 0.25)
    #expect(data.sizes == (75, 25))
    #expect(data.labels.names.sorted() == ["A", "O", "U"])
    #expect(data.unseenLabels.isEmpty)
  }

  @Test func oneLabelIsRefused() throws {
    let path = directory.path("one.tsv")
    try write(Array("a\tA\nb\tA\n".utf8), to: path)
    var report = LabelledTextReport(of: .texts)
    (report.read, report.kept) = (2, 2)
    #expect(throws: LabelledTextError.oneLabel(paths: [path], label: "A", report)) {
      try ClassifierData([path])
    }
  }

  @Test func unseenLabelsAreErrorsWithoutALoss() throws {
    let development = directory.path("dev.tsv")
    try write(Array("a\tA\nb\tNew\n".utf8), to: development)
    _ = try data()
    let data = try ClassifierData([directory.path("examples.tsv")], development: [development])
    #expect(data.unseenLabels == ["New"])
    let trainer = try Trainer(
      data, model: model(data, .last), training(epochs: 10), checkpoint: directory.path("model"))
    let summary = try trainer.run()
    #expect(summary.bestScore == 0.5)
    #expect(try #require(summary.bestPerplexity) < 1.5)
  }

  @Test func aChangedSetOfLabelsIsRefused() throws {
    let (data, path) = (try data(), directory.path("model"))
    _ = try Trainer(data, model: model(data, .last), training(epochs: 1), checkpoint: path).run()
    let others = directory.path("others.tsv")
    try write(Array("a\tA\nb\tB\n".utf8), to: others)
    #expect(throws: TrainingError.self) {
      try Trainer(resuming: path, ClassifierData([others]))
    }
  }

  /// Sequences of which the first vector decides the label, with values in the thousands.
  private func vectors(_ count: Int) throws -> LabelledVectorFiles {
    var random = SeededGenerator(seed: 3)
    var (vectors, labels) = ("", "")
    for _ in 0..<count {
      let isUp = Bool.random(using: &random)
      labels += isUp ? "up\n" : "down\n"
      for step in 0..<Int.random(in: 1...5, using: &random) {
        vectors +=
          "\(Int.random(in: -1000...1000, using: &random)) \(step > 0 ? 0 : isUp ? 1 : -1)\n"
      }
      vectors += "\n"
    }
    let files = LabelledVectorFiles(
      vectors: directory.path("vectors.tsv"), labels: directory.path("labels.txt"))
    try write(Array(vectors.utf8), to: files.vectors)
    try write(Array(labels.utf8), to: files.labels)
    return files
  }

  @Test(arguments: Pooling.allCases) func vectorsAreClassified(_ pooling: Pooling) throws {
    let files = try vectors(200)
    let (data, path) = (try ClassifierData(files), directory.path("model"))
    #expect(data.sizes == (180, 20) && data.vectorSize == 2 && data.vocabulary == nil)
    let standardization = try #require(data.vectors.standardization)
    #expect(standardization.deviation[0] > 100)
    let summary = try Trainer(
      data, model: model(data, pooling), training(epochs: 8), checkpoint: path
    ).run()
    #expect(summary.bestScore == 1)
    let checkpoint = try ClassifierCheckpoint(directory: path)
    #expect(checkpoint.settings.vectors == data.vectors)
    // Results do not depend on the number of threads or on the other sequences.
    let sequences = try VectorSequences(contentsOf: files.vectors)
    let together = try Classifier(checkpoint, threads: 3).classify(sequences)
    let alone = try Classifier(checkpoint)
    #expect(together == (0..<200).map { alone.classify(sequences, $0..<$0 + 1)[0] })
  }

  /// The dev set does not count.
  @Test func vectorsAreStandardizedAsThoseOfTraining() throws {
    let files = try vectors(50)
    let whole = try ClassifierData(files, development: files).vectors
    #expect(try ClassifierData(files).vectors != whole)
    let sequences = try VectorSequences(contentsOf: files.vectors)
    #expect(whole.standardization == Standardization(of: sequences, sequences: Array(0..<50)))
    var plain = VectorConfiguration()
    plain.standardize = false
    #expect(try ClassifierData(files, vectors: plain).vectors == plain)
  }
}
