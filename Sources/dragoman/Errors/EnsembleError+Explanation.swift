// SPDX-License-Identifier: Apache-2.0

import Decoding

extension EnsembleError: Explainable {
  var explanation: Explanation {
    Explanation(
      .badData,
      "\(first) and \(other) write words of different target vocabularies, so they cannot translate "
        + "together.",
      advice: "Train the models of an ensemble with the same --target-vocabulary.")
  }
}
