// SPDX-License-Identifier: Apache-2.0

import Tasks
import Text

extension CellSearchError: Explainable {
  var explanation: Explanation {
    switch self {
    case .inUse(let directory):
      Explanation(.cannotCreate, "Another search is running in \(directory).")
    case .otherSearch(let path, let key?):
      Explanation(
        .usage,
        "The search in the --output directory was started with a different \(flag(key)): see \(path).",
        advice: "Give the same settings to continue it, or a different --output.")
    case .otherSearch(let path, nil):
      Explanation(
        .badData,
        "The search in the --output directory was started with different data: see \(path).",
        advice: "Give the same files to continue it, or a different --output.")
    case .invalidLine(let path, let line):
      Explanation(
        .badData, "\(path), line \(line): this is not the next candidate of the search.",
        advice: "Remove this line and those after it to continue, or give a different --output.")
    case .tooFewParameters(let limit, let needed):
      Explanation(
        .usage,
        "--parameters is \(grouped(limit)), but even a model with a single unit has \(grouped(needed))."
      )
    case .invalidSettings(let path):
      Explanation(
        .badData, "\(path) does not hold the settings of a search.",
        advice: "Give a different --output.")
    }
  }
}
