// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// Sequences of vectors of three numbers, the last always the same. The first vector says with its
/// second number whether the sequence is "up" or "down"; each says with its first whether it is "hi"
/// or "lo".
enum ToySequences {
  /// Writes files: `.tsv` with blank lines between sequences and `.flat` without, `.lengths`,
  /// `.labels` of sequences and `.steps` of vectors.
  static func write(_ count: Int, _ name: String, seed: UInt64 = 3, to directory: String) throws {
    var random = SeededGenerator(seed: seed)
    var files = [".tsv": "", ".flat": "", ".lengths": "", ".labels": "", ".steps": ""]
    for _ in 0..<count {
      let isUp = Bool.random(using: &random)
      let length = Int.random(in: 2...6, using: &random)
      files[".labels"]? += isUp ? "up\n" : "down\n"
      files[".lengths"]? += "\(length)\n"
      for step in 0..<length {
        let high = Int.random(in: 0...9, using: &random)
        let row = "\(100 * high)\t\(step > 0 ? 0 : isUp ? 1 : -1)\t7\n"
        files[".tsv"]? += row
        files[".flat"]? += row
        files[".steps"]? += high > 4 ? "hi\n" : "lo\n"
      }
      files[".tsv"]? += "\n"
      files[".steps"]? += "\n"
    }
    for (ending, text) in files {
      try CommandLineTests.write(text, to: "\(directory)/\(name)\(ending)")
    }
  }
}

/// A classifier `up` and a labeller `high` of vectors, beside a test set `test`, made once for all
/// tests that only read them.
enum TrainedVectorModels {
  static let settings =
    "--threads 1 --batch-size 8 --learning-rate 0.03 --hidden-size 8 --precision float32"

  static let directory: String = {
    let directory = SharedDirectory.make()
    do {
      try ToySequences.write(120, "train", to: directory)
      try ToySequences.write(30, "test", seed: 9, to: directory)
    } catch { fatalError("\(error)") }
    for task in [
      "classifier --labels train.labels --checkpoint up --epochs 6",
      "labeller --labels train.steps --checkpoint high --epochs 8",
    ] {
      let result = Dragoman.run(
        "train \(task) --vectors train.tsv \(settings)", in: directory)
      precondition(result.status == 0, result.error)
    }
    return directory
  }()
}
