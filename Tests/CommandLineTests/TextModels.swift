// SPDX-License-Identifier: Apache-2.0

import Inference
import Tasks
import TestSupport
import Training

/// A language model of the words of lines, `lines`, beside `model`.
enum LineModel {
  static let directory: String = {
    let directory = TrainedLanguageModel.directory
    do {
      var text = RunningTextConfiguration()
      (text.unit, text.resetState) = (.word, .line)
      let data = try LanguageModelData([directory + "/text.txt"], text)
      var training = TrainingConfiguration()
      (training.batchSize, training.epochs, training.learningRate) = (32, 2, 0.02)
      let model = data.model(embeddingSize: 4, hiddenSize: 8)
      _ = try Trainer(data, model: model, training, checkpoint: directory + "/lines").run()
    } catch { fatalError("\(error)") }
    return directory
  }()
}

/// Returns the text with `#` in place of each number with decimals: the last digits depend on the
/// instruction set. Columns become one space wide.
func masked(_ text: String) -> String {
  text.replacing(#/ *-?[0-9]+\.[0-9]+/#) { $0.output.first == " " ? " #" : "#" }
    .replacing(#/ {2,}/#, with: " ")
}
