// SPDX-License-Identifier: Apache-2.0

import Corpora
import Glibc
import Inference
import Tasks
import TestSupport
import Training

/// A text of few words, whose letters are mostly certain.
enum ToyText {
  static func sentences(_ count: Int) -> String {
    var random = SeededGenerator(seed: 1)
    let words = ["alpha", "bravo", "delta", "gamma"]
    return (0..<count).map { _ in
      (0..<3).map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " ")
    }.joined(separator: "\n") + "\n"
  }

  /// Writes `text.txt`.
  static func write(to directory: String, sentences: Int = 300) throws {
    try CommandLineTests.write(Self.sentences(sentences), to: directory + "/text.txt")
  }
}

/// A trained language model `model` beside its text, made once for all tests that only read it.
enum TrainedLanguageModel {
  static let directory: String = {
    let directory = "/tmp/dragoman-test-text-\(getpid())"
    guard mkdir(directory, 0o755) == 0 else { fatalError("mkdir: errno \(errno)") }
    atexit {
      _ = ChildProcess(["rm", "-rf", "/tmp/dragoman-test-text-\(getpid())"], directory: "/tmp")
        .finish()
    }
    do {
      try ToyText.write(to: directory)
      var text = RunningTextConfiguration()
      text.window = 16
      let data = try LanguageModelData([directory + "/text.txt"], text)
      var training = TrainingConfiguration()
      (training.batchSize, training.epochs, training.learningRate) = (8, 8, 0.02)
      let model = data.model(embeddingSize: 8, hiddenSize: 24)
      _ = try Trainer(data, model: model, training, checkpoint: directory + "/model").run()
    } catch { fatalError("\(error)") }
    return directory
  }()
}
