// SPDX-License-Identifier: Apache-2.0

package import Inference
package import Tasks

extension EnsembleError: Explainable {
  package var explanation: ErrorText {
    switch problem {
    case .languages(let firstPair, let otherPair):
      ErrorText(
        .usage,
        "\(first) translates from \(firstPair.source) to \(firstPair.target), but \(other) from "
          + "\(otherPair.source) to \(otherPair.target), so they cannot form an ensemble.",
        advice: "Give checkpoints for the same language pair.")
    case .targetVocabularies:
      ErrorText(
        .badData,
        "\(first) and \(other) have different target vocabularies, so they cannot form an ensemble.",
        advice:
          "Train the models of an ensemble on the same corpus, or with the same --target-vocabulary and "
          + "--target-merges.")
    }
  }
}

extension AverageError: Explainable {
  package var explanation: ErrorText {
    switch self {
    case .outputExists(let directory):
      ErrorText(
        .cannotCreate, "\(directory) already contains a checkpoint.",
        advice: "Give another directory for --output.")
    case .different(let first, let second, let part):
      ErrorText(
        .badData, "\(first) and \(second) differ in \(part), so their weights cannot be averaged.",
        advice: "Give checkpoints of one run, or of runs that started from the same checkpoint.")
    case .noWeights(let directory):
      ErrorText(
        .badData,
        "\(directory) is an n-gram model: it has counts instead of weights, so it cannot be averaged."
      )
    }
  }
}
