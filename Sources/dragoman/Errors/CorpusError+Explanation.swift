// SPDX-License-Identifier: Apache-2.0

import Text

extension CorpusError: Explainable {
  var explanation: Explanation {
    switch self {
    case .empty(let paths):
      Explanation(
        .badData, "\(listed(paths)) \(paths.count == 1 ? "holds" : "hold") no line.",
        advice: "A corpus needs at least one sentence pair.")
    case .noPair(let path):
      Explanation(
        .badData, "\(path) holds no pair: its lines are blank, or name columns.",
        advice: "A corpus needs at least one sentence pair.")
    case .missingColumn(let path, let column, let widest, let firstLine):
      Explanation(
        .badData,
        "\(path) has \(counted(widest, "column")), but --columns asks for column \(column).",
        advice: "Choose two of: \(numberedCells(firstLine)).")
    case .unknownColumn(let path, let name, 0, let names):
      Explanation(
        .badData, "\(path) has no column '\(excerpt(name))' in its first line.",
        advice: "Choose two of its names or numbers: \(numberedCells(names)).")
    case .unknownColumn(let path, let name, let matches, let names):
      Explanation(
        .badData, "\(path) has \(matches) columns '\(excerpt(name))' in its first line.",
        advice: "Choose columns by their numbers: \(numberedCells(names)).")
    case .sameColumn(let path, let column):
      Explanation(
        .badData, "\(path): --columns names column \(column) twice.",
        advice: "Choose one column for the source and another for the target.")
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
    case .missingColumn(let column): "there is no column \(column)"
    case .oneSidedBlank: "this side is blank, the other is not"
    }
  }
}

extension CorpusReport {
  /// The most useful advice if no pair is left.
  fileprivate var advice: String? {
    if skippedTooLong.count > 0 { return "Raise --max-length, or split long lines." }
    if skippedNoTab.count == 0 { return nil }
    return
      "Each line of --pairs has the source, a tab and the target; two files of lines go to --source "
      + "and --target."
  }

  private var missingColumn: String {
    guard let last = columns?.max(), last > 2 else { return "without a tab" }
    return "with fewer than \(last) columns"
  }

  /// A line for each reason for which pairs were left out.
  var skippedLines: [String] {
    let reasons: [(Skipped, String)] = [
      (skippedInvalidUTF8, Self.invalidUTF8), (skippedNul, "with a NUL byte"),
      (skippedNoTab, missingColumn), (skippedBlank, "blank on one side"),
      (blankPairs, "blank on both sides"), (skippedTooLong, "longer than --max-length"),
    ]
    let hints = encodings.filter(\.isOfManyLines).map { "    " + $0.conversion }
    return reasons.filter { $0.0.count > 0 }.flatMap { skipped, reason in
      ["  \(counted(skipped.count, "pair")) \(reason) (\(skipped.lines))"]
        + (reason == Self.invalidUTF8 ? hints : [])
    }
  }

  private static let invalidUTF8 = "not valid UTF-8"

  /// One line for each kind of character that normalization removed or replaced.
  var normalizationLines: [String] {
    let changes: [(Skipped, String)] = [
      (withInvisibleCharacters, "invisible characters, which were dropped"),
      (withEntities, "entities such as &apos;, which were read as characters"),
    ]
    return changes.filter { $0.0.count > 0 }.map { found, change in
      "  \(counted(found.count, "pair")) \(found.count == 1 ? "holds" : "hold") \(change) "
        + "(\(found.lines))"
    }
  }
}

/// Returns the cells with their numbers: `1 'an id', 2 'some text'`.
private func numberedCells(_ cells: [String]) -> String {
  let most = 12
  let numbered = cells.prefix(most).enumerated().map { "\($0 + 1) '\(excerpt($1))'" }
  return (numbered + (cells.count > most ? ["…"] : [])).joined(separator: ", ")
}

/// Returns a cell, or the beginning of a long one.
func excerpt(_ cell: String) -> String {
  let longest = 30
  return cell.count > longest ? cell.prefix(longest - 1) + "…" : cell
}

extension CorpusReport.Skipped {
  /// The numbers of the first lines: `lines 3, 7, …`.
  fileprivate var lines: String {
    let numbers = firstLines.map(String.init).joined(separator: ", ")
    return (count == 1 ? "line " : "lines ") + numbers + (count > firstLines.count ? ", …" : "")
  }
}
