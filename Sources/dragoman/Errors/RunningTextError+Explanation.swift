// SPDX-License-Identifier: Apache-2.0

import Corpora
import Text

extension RunningTextError: Explainable {
  var explanation: Explanation {
    switch self {
    case .empty(let paths):
      Explanation(
        .badData, "\(listed(paths)) \(paths.count == 1 ? "has" : "have") no text.",
        advice: "Give a file with text.")
    case .oneDistinctUnit(let paths, let unit):
      Explanation(
        .badData,
        "\(listed(paths)): the text only repeats '\(unit)', so there is nothing to learn.",
        advice: "Give another text.")
    case .tooShort(let tokens, let streams, let window):
      Explanation(
        .badData,
        "The text has \(counted(tokens, "unit")), too few for \(grouped(streams)) streams with "
          + "windows of \(grouped(window)).",
        advice: "Give more text or a smaller --batch-size.")
    }
  }
}
