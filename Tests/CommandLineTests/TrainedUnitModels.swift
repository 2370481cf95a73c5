// SPDX-License-Identifier: Apache-2.0

import Corpora
import Glibc
import Inference
import Tasks
import TestSupport
import Text
import Training

/// Language models `codepoint`, `word` and `subword` of the toy text, made once for all tests that only
/// read them. Each line is a text of its own.
enum TrainedUnitModels {
  static let directory: String = {
    let directory = "/tmp/dragoman-test-units-\(getpid())"
    guard mkdir(directory, 0o755) == 0 else { fatalError("mkdir: errno \(errno)") }
    atexit {
      _ = ChildProcess(["rm", "-rf", "/tmp/dragoman-test-units-\(getpid())"], directory: "/tmp")
        .finish()
    }
    do {
      try ToyText.write(to: directory)
      for unit in [TextUnit.codepoint, .word, .subword] {
        try train(unit, in: directory)
      }
    } catch { fatalError("\(error)") }
    return directory
  }()

  private static func train(_ unit: TextUnit, in directory: String) throws {
    var text = RunningTextConfiguration()
    (text.unit, text.resetState, text.merges) = (unit, .line, 6)
    let data = try LanguageModelData([directory + "/text.txt"], text)
    var training = TrainingConfiguration()
    (training.batchSize, training.epochs, training.learningRate) = (8, 8, 0.02)
    let model = data.model(embeddingSize: 8, hiddenSize: 24)
    _ = try Trainer(
      data, model: model, training, checkpoint: directory + "/" + unit.rawValue
    ).run()
  }
}
