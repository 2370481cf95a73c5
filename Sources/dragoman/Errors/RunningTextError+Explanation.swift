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
        "\(listed(paths)) \(paths.count == 1 ? "contains" : "contain") only the unit "
          + "'\(excerpt(unit))', repeated.",
        advice: "A model needs at least two different units to learn from.")
    case .tooShort(let tokens, let streams, let window):
      Explanation(
        .badData,
        "The text is too short: it has \(counted(tokens, "unit")), but \(counted(streams, "stream")) "
          + "with windows of \(grouped(window)) need at least \(grouped(streams * window + 1)).",
        advice: "Give more text, or a smaller --batch-size or --window.")
    case .tooLong(let tokens, let limit):
      Explanation(
        .badData,
        "The text is too long for --model ngram: it has \(grouped(tokens)) units, and at most "
          + "\(grouped(limit)) can be counted.",
        advice: "Give less text, or another --model.")
    }
  }
}
