// SPDX-License-Identifier: Apache-2.0

import Training

extension AverageError: Explainable {
  var explanation: Explanation {
    switch self {
    case .outputExists(let directory):
      Explanation(
        .cannotCreate, "\(directory) already holds a checkpoint.",
        advice: "Give another directory to --output.")
    case .different(let first, let second, let part):
      Explanation(
        .badData, "\(first) and \(second) differ in \(part): their weights have no mean.",
        advice: "Give checkpoints of one run, or of runs that went on from one.")
    }
  }
}
