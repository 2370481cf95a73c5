// SPDX-License-Identifier: Apache-2.0

import Corpora

extension LabelledTextError: Explainable {
  var explanation: Explanation {
    switch self {
    case .nothingKept(let paths, let report) where report.read == 0:
      Explanation(
        .badData, "\(listed(paths)) \(paths.count == 1 ? "has" : "have") no examples.",
        advice: Self.form)
    case .nothingKept(let paths, let report):
      Explanation(
        .badData,
        (["\(listed(paths)) \(paths.count == 1 ? "has" : "have") no usable example:"]
          + report.skippedLines).joined(separator: "\n"),
        advice: report.skippedTooLong.count > 0 ? "Raise --max-length." : Self.form)
    case .oneLabel(let paths, let label):
      Explanation(
        .badData,
        "All examples of \(listed(paths)) have the label '\(excerpt(label))'.",
        advice: "A classifier needs at least two labels to choose from.")
    case .violation(let path, let line, .tooLong):
      Explanation(
        .badData, "\(path), line \(line): \(Violation.tooLong.words).",
        advice: "Raise --max-length, or omit --strict.")
    case .violation(let path, let line, let violation):
      Explanation(
        .badData, "\(path), line \(line): \(violation.words).",
        advice: "Fix the line, or omit --strict.")
    }
  }

  private static let form = "Each line needs a text, a tab and a label."
}

extension LabelledTextError.Violation {
  fileprivate var words: String {
    switch self {
    case .invalidUTF8: "this is not valid UTF-8"
    case .nul: "this contains a NUL byte"
    case .noLabel: "there is no tab between text and label"
    case .blankText: "the text is blank"
    case .blankLabel: "the label is blank"
    case .tooLong: "the text is longer than --max-length"
    }
  }
}
