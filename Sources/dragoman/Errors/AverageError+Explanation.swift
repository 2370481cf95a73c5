// SPDX-License-Identifier: Apache-2.0

import Tasks
import Training

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
