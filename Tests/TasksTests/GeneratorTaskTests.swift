// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Corpora
import FoundationEssentials
import Inference
import Models
import Tasks
import TestSupport
import Testing
import Text
import Training

@Suite final class GeneratorTaskTests {
  private let directory = TemporaryDirectory()

  /// Writes vectors of two numbers and a text for each that says which is larger.
  private func files(
    _ name: String, _ count: Int, scale: Float = 1
  ) throws -> GeneratorData.Files {
    var random = SeededGenerator(seed: 3)
    var (vectors, texts) = ("", "")
    for _ in 0..<count {
      let numbers = random.floats(2)
      vectors += "\(numbers[0] * scale) \(numbers[1] * scale)\n"
      texts += numbers[0] > numbers[1] ? "left\n" : "right\n"
    }
    let paths = (directory.path(name + ".tsv"), directory.path(name + ".txt"))
    try write(Array(vectors.utf8), to: paths.0)
    try write(Array(texts.utf8), to: paths.1)
    return GeneratorData.Files(vectors: paths.0, texts: paths.1)
  }

  private func training(epochs: Int, threads: Int = 2) -> TrainingConfiguration {
    var training = TrainingConfiguration()
    (training.batchSize, training.epochs, training.threads) = (16, epochs, threads)
    training.learningRate = 0.02
    return training
  }

  private func small(_ data: GeneratorData) -> GeneratorConfiguration {
    var model = data.model()
    (model.decoder.embeddingSize, model.decoder.hiddenSize) = (8, 16)
    return model
  }

  @Test func theScaleOfTheTrainingVectorsIsKept() throws {
    var vectors = VectorConfiguration()
    let training = try files("train", 100, scale: 1000)
    let data = try GeneratorData(training, development: files("dev", 30), vectors: vectors)
    let standardization = try #require(data.vectors.standardization)
    #expect(standardization.deviation.allSatisfy { $0 > 100 })
    // A dev set that is a share of the examples does not count.
    let divided = try GeneratorData(training)
    #expect(divided.sizes.training == 90 && divided.sizes.development == 10)
    #expect(divided.vectors.standardization != standardization)
    vectors.standardize = false
    #expect(try GeneratorData(training, vectors: vectors).vectors.standardization == nil)
  }

  /// Numbers in the thousands saturate a model that is not told about their scale.
  @Test func theLargerNumberIsFound() throws {
    let data = try GeneratorData(files("train", 300, scale: 1000))
    let path = directory.path("model")
    let trainer = try Trainer(
      data, model: small(data), training(epochs: 15), checkpoint: path)
    let summary = try trainer.run()
    #expect(try #require(summary.bestPerplexity) < 1.2)
    let checkpoint = try GeneratorCheckpoint(directory: path)
    let vectors: [[Float]] = [[300, -200], [-100, 400], [450, 50]]
    for threads in [1, 3] {
      var options = Translator.Options()
      options.threads = threads
      let generator = try Generator(checkpoint, options: options)
      let found = generator.generate(vectors)
      #expect(found.map { $0[0].text } == ["left", "right", "left"])
      let likelihood = generator.likelihood(vectors, of: ["left", "right", "left"])
      #expect(likelihood.tokens == 16 && likelihood.totalNegativeLogLikelihood < 2)
    }
  }

  @Test func resultsDoNotDependOnTheNumberOfThreads() throws {
    let data = try GeneratorData(files("train", 60))
    var weights: [Data] = []
    for _ in 0..<2 {
      let path = directory.path("model\(weights.count)")
      _ = try Trainer(data, model: small(data), training(epochs: 2), checkpoint: path).run()
      weights.append(try Data(contentsOf: URL(filePath: path + "/model.safetensors")))
    }
    #expect(weights[0] == weights[1])
  }

  @Test func modelsOfOtherSizesAreRefused() throws {
    let data = try GeneratorData(files("train", 20))
    var model = small(data)
    model.vectorSize = 3
    #expect(
      throws: TrainingError.invalidValue(InvalidValue("vector_size", "3", .exactly("2")))
    ) {
      _ = try Trainer(data, model: model, training(epochs: 1), checkpoint: directory.path("m"))
    }
  }

  /// Checkpoints whose standardization does not fit the model are damaged.
  @Test func aStandardizationOfAnotherSizeIsRefused() throws {
    let data = try GeneratorData(files("train", 20))
    let path = directory.path("model")
    _ = try Trainer(data, model: small(data), training(epochs: 1), checkpoint: path).run()
    let configuration = URL(filePath: path + "/config.json")
    let text = String(decoding: try Data(contentsOf: configuration), as: UTF8.self)
    try Data(text.replacing("\"mean\" : [", with: "\"mean\" : [1,").utf8).write(to: configuration)
    #expect(
      throws: CheckpointError(
        directory: path,
        problem: .impossibleConfiguration(key: "model.vector_size", found: "2"))
    ) { _ = try GeneratorCheckpoint(directory: path) }
  }
}
