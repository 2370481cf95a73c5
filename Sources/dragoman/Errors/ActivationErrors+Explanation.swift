// SPDX-License-Identifier: Apache-2.0

import Models

extension ActivationError: Explainable {
  var explanation: Explanation {
    switch self {
    case .noSuchLayer(let layers):
      Explanation(
        .usage, "The model has \(counted(layers, "layer")).",
        advice: "Give --layer a number from 1 to \(layers), or all.")
    case .noSuchUnit(let unit, let units):
      Explanation(
        .usage, "There is no unit \(unit): a layer of the model has \(counted(units, "unit")).",
        advice: "Give --units numbers from 1 to \(units), or omit it.")
    case .noSuchPart(let name, let known):
      Explanation(
        .usage, "The state of the model has no part '\(name)'.",
        advice: "Give --state \(known.count == 1 ? "" : "some of ")\(listed(known)), or all.")
    }
  }
}

/// An input without a step to read.
struct NothingToReadError: Explainable, Equatable {
  var explanation: Explanation {
    Explanation(.badData, "There is nothing to read: no line has a token.")
  }
}
