// SPDX-License-Identifier: Apache-2.0

import Inference

extension EnsembleError: Explainable {
  var explanation: Explanation {
    switch problem {
    case .languages(let firstPair, let otherPair):
      Explanation(
        .usage,
        "\(first) translates from \(firstPair.source) to \(firstPair.target), but \(other) from "
          + "\(otherPair.source) to \(otherPair.target), so they cannot form an ensemble.",
        advice: "Give checkpoints for the same language pair.")
    case .targetVocabularies:
      Explanation(
        .badData,
        "\(first) and \(other) have different target vocabularies, so they cannot form an ensemble.",
        advice:
          "Train the models of an ensemble on the same corpus, or with the same --target-vocabulary and "
          + "--target-merges.")
    }
  }
}
