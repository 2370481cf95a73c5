// SPDX-License-Identifier: Apache-2.0

import TestSupport

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

  /// Trains a small model of `text.txt` in the same directory.
  static func train(_ model: String, _ flags: String, in directory: String) {
    let result = Dragoman.run(
      "train language-model --text text.txt --checkpoint \(model) --precision float32 --threads 1 "
        + "--batch-size 8 --epochs 8 --learning-rate 0.02 --embedding-size 8 --hidden-size 24 "
        + flags, in: directory)
    precondition(result.status == 0, result.error)
  }
}

/// A trained language model `model` beside its text, made once for all tests that only read it.
enum TrainedLanguageModel {
  static let directory: String = {
    let directory = SharedDirectory.make()
    do { try ToyText.write(to: directory) } catch { fatalError("\(error)") }
    ToyText.train("model", "--window 16", in: directory)
    return directory
  }()
}
