// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// A language whose words are letters, translated into capitals.
enum ToyCorpus {
  static let trainingPairs = 200
  static let developmentPairs = 20

  /// Flags for a model that trains in an instant.
  static let small = "--embedding-size 8 --hidden-size 16 --layers 1 --batch-size 16 --threads 1"
  static let training = "--source train.en --target train.fr"
  static let development = "--dev-source dev.en --dev-target dev.fr"

  /// Writes `train` and `dev`, each with `.en` and `.fr`.
  static func write(to directory: String) throws {
    var random = SeededGenerator(seed: 1)
    for (name, count) in [("train", trainingPairs), ("dev", developmentPairs)] {
      var (source, target) = ("", "")
      for _ in 0..<count {
        let words = (0..<Int.random(in: 1...4, using: &random)).map { _ in
          String("abcdefgh".randomElement(using: &random) ?? "a")
        }
        source += words.joined(separator: " ") + "\n"
        target += words.map { $0.uppercased() }.joined(separator: " ") + "\n"
      }
      try CommandLineTests.write(source, to: "\(directory)/\(name).en")
      try CommandLineTests.write(target, to: "\(directory)/\(name).fr")
    }
  }
}

/// A trained checkpoint `model` beside its corpus, made once for all tests that only read it.
enum TrainedCheckpoint {
  static let directory: String = {
    let directory = SharedDirectory.make()
    do { try ToyCorpus.write(to: directory) } catch { fatalError("\(error)") }
    let result = Dragoman.run(
      "train \(ToyCorpus.training) \(ToyCorpus.development) --checkpoint model \(ToyCorpus.small) "
        + "--epochs 40 --learning-rate 0.02 --dropout 0 --precision float32",
      in: directory)
    precondition(result.status == 0, result.error)
    return directory
  }()
}

/// Runs `body` with a temporary directory that contains the toy corpus.
func withToyCorpus<Result>(_ body: (String) throws -> Result) throws -> Result {
  let directory = TemporaryDirectory()
  try ToyCorpus.write(to: directory.path)
  return try body(directory.path)
}
