// SPDX-License-Identifier: Apache-2.0

import Dragoman
import FoundationEssentials
import TestSupport

/// A small English–French translator, trained once for all tests.
enum ToyModel {
  static let checkpoint = Result { try train() }

  /// Lines that the model knows.
  static let lines = (0..<8).map { "good morning \($0 % 4)" + ($0 < 4 ? "" : " , friend") }

  private static func train() throws -> String {
    let directory = SharedDirectory.make()
    func write(_ name: String, _ lines: [String]) throws -> String {
      let path = "\(directory)/\(name)"
      try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: URL(filePath: path))
      return path
    }
    let french = lines.map {
      $0.replacing("good morning", with: "bonjour").replacing("friend", with: "mon ami")
    }
    let repeated = (0..<20).flatMap { _ in lines }
    let repeatedFrench = (0..<20).flatMap { _ in french }
    let data = try TrainingData(
      .files(source: write("train.en", repeated), target: write("train.fr", repeatedFrench)),
      development: .files(source: write("dev.en", lines), target: write("dev.fr", french)),
      source: TokenizerConfiguration(language: "en"),
      target: TokenizerConfiguration(language: "fr"))
    var training = TrainingConfiguration()
    (training.epochs, training.batchSize, training.learningRate) = (12, 8, 0.02)
    training.precision = .float32
    _ = try Trainer(
      data, model: data.model(hiddenSize: 24), training, checkpoint: "\(directory)/en-fr"
    ).run()
    return "\(directory)/en-fr"
  }
}
