// SPDX-License-Identifier: Apache-2.0

package import Corpora
import Text

extension CorpusError: Explainable {
  package var explanation: ErrorText {
    switch self {
    case .empty(let paths):
      ErrorText(
        .badData, "\(listed(paths)) \(paths.count == 1 ? "is" : "are") empty.",
        advice: "A corpus needs at least one sentence pair.")
    case .noPair(let path):
      ErrorText(
        .badData, "\(path) contains no sentence pairs, only blank lines or a header.",
        advice: "A corpus needs at least one sentence pair.")
    case .missingColumn(let path, let column, let widest, let firstLine):
      ErrorText(
        .badData,
        "\(path) has \(counted(widest, "column")), but --columns asks for column \(column).",
        advice: "Choose two of: \(numberedCells(firstLine)).")
    case .unknownColumn(let path, let name, 0, let names):
      ErrorText(
        .badData, "\(path) has no column named '\(excerpt(name))' in its first line.",
        advice: "Choose two columns by name or number: \(numberedCells(names)).")
    case .unknownColumn(let path, let name, let matches, let names):
      ErrorText(
        .badData, "\(path) has \(matches) columns named '\(excerpt(name))' in its first line.",
        advice: "Choose columns by number: \(numberedCells(names)).")
    case .sameColumn(let path, let column):
      ErrorText(
        .badData, "\(path): --columns names column \(column) twice.",
        advice: "Choose two different columns.")
    case .unequalLineCounts(let source, let sourceLines, let target, let targetLines):
      ErrorText(
        .badData,
        "The two sides differ in length: \(source) has \(counted(sourceLines, "line")), "
          + "\(target) has \(grouped(targetLines)).",
        advice:
          "Line i of one file must be the translation of line i of the other: look for a line that was "
          + "lost or split.")
    case .nothingKept(let paths, let report):
      ErrorText(
        .badData,
        (["Every pair in \(listed(paths)) was skipped (\(counted(report.pairsRead, "pair"))):"]
          + report.skippedLines).joined(separator: "\n"),
        advice: report.advice)
    case .violation(let path, let line, let violation):
      ErrorText(
        .badData, "\(path), line \(line): \(violation.description).",
        advice: "Fix the line, or omit --strict.")
    }
  }
}

extension CorpusError.Violation {
  fileprivate var description: String {
    switch self {
    case .invalidUTF8: "this is not valid UTF-8"
    case .nul: "this contains a NUL byte"
    case .missingTab: "there is no tab between source and target"
    case .missingColumn(let column): "there is no column \(column)"
    case .oneSidedBlank: "one side of this pair is blank, but the other is not"
    }
  }
}

extension CorpusReport {
  /// The most likely remedy if every pair was skipped.
  fileprivate var advice: String? {
    if skippedTooLong.count > 0 { return "Raise --max-length, or split long lines." }
    if skippedNoTab.count == 0 { return nil }
    return
      "Each line of --pairs needs the source, a tab and the target. If the two sides are in "
      + "separate files, give them with "
      + "--source and --target."
  }

  private var missingColumn: String {
    guard let last = columns?.max(), last > 2 else { return "without a tab" }
    return "with fewer than \(last) columns"
  }

  /// One line for each reason why pairs were skipped.
  package var skippedLines: [String] {
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
  package var normalizationLines: [String] {
    let changes: [(Skipped, String)] = [
      (withInvisibleCharacters, "invisible characters, which were removed"),
      (withEntities, "HTML entities such as &apos;, which were decoded"),
    ]
    return changes.filter { $0.0.count > 0 }.map { found, change in
      "  \(counted(found.count, "pair")) \(found.count == 1 ? "contains" : "contain") \(change) "
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

/// Returns the cell, or the beginning of a long one.
package func excerpt(_ cell: String) -> String {
  let longest = 30
  return cell.count > longest ? cell.prefix(longest - 1) + "…" : cell
}

extension CorpusReport.Skipped {
  /// The first line numbers: `lines 3, 7, …`.
  var lines: String { numbers(of: "line") }

  /// The same for sequences, which are counted in place of lines.
  var sequences: String { numbers(of: "sequence") }

  private func numbers(of noun: String) -> String {
    let numbers = firstLines.map(String.init).joined(separator: ", ")
    return noun + (count == 1 ? " " : "s ") + numbers + (count > firstLines.count ? ", …" : "")
  }
}
