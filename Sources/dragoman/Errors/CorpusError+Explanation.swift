// SPDX-License-Identifier: Apache-2.0

import Text

extension CorpusError: Explainable {
  var explanation: Explanation {
    switch self {
    case .empty(let paths):
      Explanation(
        .badData, "\(listed(paths)) \(paths.count == 1 ? "holds" : "hold") no line.",
        advice: "A corpus needs at least one sentence pair.")
    case .unequalLineCounts(let source, let sourceLines, let target, let targetLines):
      Explanation(
        .badData,
        "The two sides are of unequal length: \(source) has \(counted(sourceLines, "line")), "
          + "\(target) has \(grouped(targetLines)).",
        advice: "Line i of one file must translate line i of the other: look for a line that was "
          + "lost or split.")
    case .nothingKept(let paths, let report):
      Explanation(
        .badData,
        (["Every pair of \(listed(paths)) was left out (\(counted(report.pairsRead, "pair"))):"]
          + report.skippedLines).joined(separator: "\n"),
        advice: report.advice)
    case .violation(let path, let line, let violation):
      Explanation(
        .badData, "\(path), line \(line): \(violation.description).",
        advice: "Mend the line, or leave --strict out: such pairs are then skipped and counted.")
    }
  }
}

extension CorpusError.Violation {
  fileprivate var description: String {
    switch self {
    case .invalidUTF8: "this is not valid UTF-8"
    case .nul: "this holds a NUL byte"
    case .missingTab: "there is no tab between source and target"
    case .oneSidedBlank: "this side is blank, the other is not"
    }
  }
}

extension CorpusReport {
  /// What most likely helps where no pair is left.
  fileprivate var advice: String? {
    if skippedTooLong.count > 0 { return "Raise --max-length, or split long lines." }
    if skippedNoTab.count == 0 { return nil }
    return
      "Each line of --pairs has the source, a tab and the target; two files of lines go to --source "
      + "and --target."
  }

  /// A line for each reason for which pairs were left out.
  var skippedLines: [String] {
    let reasons: [(Skipped, String)] = [
      (skippedInvalidUTF8, "not valid UTF-8"), (skippedNul, "with a NUL byte"),
      (skippedNoTab, "without a tab"),
      (skippedBlank, "blank on one side"), (blankPairs, "blank on both sides"),
      (skippedTooLong, "longer than --max-length"),
    ]
    let hints = encodings.filter(\.isOfManyLines).map { "    " + $0.conversion }
    return reasons.filter { $0.0.count > 0 }.flatMap { skipped, reason in
      let lines = skipped.firstLines.map(String.init).joined(separator: ", ")
      let rest = skipped.count > skipped.firstLines.count ? ", …" : ""
      let word = skipped.count == 1 ? "line" : "lines"
      let line = "  \(counted(skipped.count, "pair")) \(reason) (\(word) \(lines)\(rest))"
      return [line] + (reason == "not valid UTF-8" ? hints : [])
    }
  }
}
