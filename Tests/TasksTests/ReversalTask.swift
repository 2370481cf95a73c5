// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Files
import Inference
import Models
import Tasks
import TestSupport
import Text
import Training

/// A generated task that is learned in seconds: the target is the source in reverse order.
enum ReversalTask {
  static let words = ["one", "two", "three", "four", "five", "six"]

  static func pairs(_ count: Int, seed: UInt64) -> [(source: String, target: String)] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      let sentence = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        words[Int.random(in: 0..<words.count, using: &random)]
      }
      return (sentence.joined(separator: " "), sentence.reversed().joined(separator: " "))
    }
  }

  static func write(_ count: Int, seed: UInt64, to path: String) throws {
    var file = try AtomicFile(path: path)
    for pair in pairs(count, seed: seed) { try file.write("\(pair.source)\t\(pair.target)\n") }
    try file.commit()
  }

  static func data(in directory: borrowing TemporaryDirectory, pairs: Int) throws -> TrainingData {
    let (train, dev) = (directory.path("train.tsv"), directory.path("dev.tsv"))
    try write(pairs, seed: 1, to: train)
    try write(20, seed: 2, to: dev)
    let language = TokenizerConfiguration(language: "en")
    return try TrainingData(
      .pairs(train), development: .pairs(dev), source: language, target: language)
  }

  /// The training text of `data`, without a dev set.
  static func unscored(
    _ data: TrainingData, in directory: borrowing TemporaryDirectory
  ) throws -> TrainingData {
    try TrainingData(
      .pairs(directory.path("train.tsv")), source: data.sourceTokenizer,
      target: data.targetTokenizer, sourceVocabulary: .vocabulary(data.sourceVocabulary),
      targetVocabulary: .vocabulary(data.targetVocabulary))
  }

  static func model(_ data: TrainingData, dropout: Float = 0) -> ModelConfiguration {
    data.model(
      embeddingSize: 16, hiddenSize: 32, layers: 1, dropout: dropout, outputDropout: dropout)
  }

  /// A checkpoint before the first training step.
  struct Untrained {
    let data: TrainingData
    let path: String
    let record: CheckpointRecord
  }

  static func untrained(
    in directory: borrowing TemporaryDirectory, _ configuration: TrainingConfiguration
  ) throws -> Untrained {
    let data = try data(in: directory, pairs: 20)
    let path = directory.path("checkpoint")
    _ = try Trainer(data, model: model(data), configuration, checkpoint: path)
    let record = try CheckpointRecord(CheckpointFiles(directory: path))
    return Untrained(data: data, path: path, record: record)
  }
}
