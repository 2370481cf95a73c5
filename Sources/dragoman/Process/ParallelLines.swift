// SPDX-License-Identifier: Apache-2.0

import Files
import Text

/// A line that cannot be scored.
struct LineError: Explainable, Equatable {
  enum Problem: Equatable {
    case invalidUTF8, tooLong, missingTab
    /// The line has no column of that number.
    case missingColumn(Int)
  }

  let path: String
  let line: Int
  let problem: Problem

  var explanation: Explanation {
    switch problem {
    case .invalidUTF8:
      Explanation(
        .badData, "\(path), line \(line): this is not valid UTF-8.",
        advice: "Convert the file to UTF-8.")
    case .tooLong:
      Explanation(
        .badData, "\(path), line \(line): this is longer than 16 MiB.",
        advice: "Split it into sentences, one per line.")
    case .missingTab:
      Explanation(
        .badData, "\(path), line \(line): there is no tab between source and reference.",
        advice: "Each line has the source, a tab and the reference.")
    case .missingColumn(let column):
      Explanation(
        .badData, "\(path), line \(line): there is no column \(column).",
        advice: "Each line needs the columns that --columns chooses.")
    }
  }
}

/// All lines of a text file.
func lines(of path: String) throws -> [String] {
  let reader = try LineReader(path: path)
  var lines: [String] = []
  while let line = try reader.next() {
    guard line.isValid else {
      throw LineError(path: path, line: line.number, problem: .invalidUTF8)
    }
    guard !line.isCut else {
      throw LineError(path: path, line: line.number, problem: .tooLong)
    }
    lines.append(line.text)
  }
  return lines
}

/// The rows of a tab-separated file; blank ones too.
func rows(of path: String) throws -> [TableRow] {
  let reader = try TableReader(path: path)
  var rows: [TableRow] = []
  while let row = try reader.next() {
    guard row.isValid else {
      throw LineError(path: path, line: row.number, problem: .invalidUTF8)
    }
    guard !row.isCut else {
      throw LineError(path: path, line: row.number, problem: .tooLong)
    }
    rows.append(row)
  }
  return rows
}
