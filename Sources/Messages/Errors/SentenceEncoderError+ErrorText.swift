// SPDX-License-Identifier: Apache-2.0

package import Inference
import Models

extension SentenceEncoderError: Explainable {
  package var explanation: ErrorText {
    switch self {
    case .noSuchLayer(let layers):
      ErrorText(
        .usage, "The model has \(counted(layers, "layer")).",
        advice: layers == 1
          ? "Omit --layer." : "Give --layer a number from 1 to \(layers), or omit it.")
    case .noCellState:
      ErrorText(
        .usage, "The model's cells have no cell state.", advice: "Use --state hidden.")
    case .notRecurrent(let directory, let kind):
      ErrorText(
        .badData,
        "\(directory) is \(kind == .ngram ? "an n-gram" : "a window") model, which has no state.",
        advice: "Give a recurrent model.")
    case .noFirstState(let directory):
      ErrorText(
        .badData,
        "The generator in \(directory) reads its vector only as an input to each step, so its "
          + "initial state does not depend on the vector.",
        advice: "Give a generator that was trained with '--injection state' or '--injection both'.")
    }
  }
}
