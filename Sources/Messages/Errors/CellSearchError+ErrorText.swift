// SPDX-License-Identifier: Apache-2.0

package import Tasks
import Text

extension CellSearchError: Explainable {
  package var explanation: ErrorText {
    switch self {
    case .inUse(let directory):
      ErrorText(.cannotCreate, "Another search is running in \(directory).")
    case .otherSearch(let path, let key?):
      ErrorText(
        .usage,
        "The search in the --output directory was started with a different \(flag(key)): see \(path).",
        advice: "Give the same settings to continue it, or a different --output.")
    case .otherSearch(let path, nil):
      ErrorText(
        .badData,
        "The search in the --output directory was started with different data: see \(path).",
        advice: "Give the same files to continue it, or a different --output.")
    case .invalidLine(let path, let line):
      ErrorText(
        .badData, "\(path), line \(line): this is not the next candidate of the search.",
        advice: "Remove this line and those after it to continue, or give a different --output.")
    case .tooFewParameters(let limit, let needed):
      ErrorText(
        .usage,
        "--parameters is \(grouped(limit)), but even a model with a single unit has \(grouped(needed))."
      )
    case .invalidSettings(let path):
      ErrorText(
        .badData, "\(path) does not hold the settings of a search.",
        advice: "Give a different --output.")
    }
  }
}
