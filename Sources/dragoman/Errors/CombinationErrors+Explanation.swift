// SPDX-License-Identifier: Apache-2.0

import Inference
import Tasks
import Training

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

extension AverageError: Explainable {
  var explanation: Explanation {
    switch self {
    case .outputExists(let directory):
      Explanation(
        .cannotCreate, "\(directory) already contains a checkpoint.",
        advice: "Give another directory for --output.")
    case .different(let first, let second, let part):
      Explanation(
        .badData, "\(first) and \(second) differ in \(part), so their weights cannot be averaged.",
        advice: "Give checkpoints of one run, or of runs that started from the same checkpoint.")
    case .noWeights(let directory):
      Explanation(
        .badData,
        "\(directory) is an n-gram model: it has counts instead of weights, so it cannot be averaged."
      )
    }
  }
}
