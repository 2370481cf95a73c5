// SPDX-License-Identifier: Apache-2.0

import Files
import Messages
import Text

/// A line that cannot be scored.
struct LineError: Explainable, Equatable {
  enum Problem: Equatable {
    case nul, tooLong, missingTab
    /// The line has no column with this number.
    case missingColumn(Int)
  }

  let path: String
  let line: Int
  let problem: Problem

  var explanation: ErrorText {
    switch problem {
    case .nul:
      ErrorText(
        .badData, "\(path), line \(line): this contains a NUL byte, which is not text.",
        advice: "Fix the line.")
    case .tooLong:
      ErrorText(
        .badData, "\(path), line \(line): this is longer than 16 MiB.",
        advice: "Split it into sentences, one per line.")
    case .missingTab:
      ErrorText(
        .badData, "\(path), line \(line): there is no tab between source and reference.",
        advice: "Each line needs the source, a tab and the reference.")
    case .missingColumn(let column):
      ErrorText(
        .badData, "\(path), line \(line): there is no column \(column).",
        advice: "Each line needs the columns that --columns selects.")
    }
  }
}

/// Reads all lines of a text file.
func lines(of path: String) throws -> [String] {
  let reader = try LineReader(path: path)
  return try text(of: reader) { try reader.next() }.map(\.text)
}

/// Reads all rows of a tab-separated file, including blank ones.
func rows(of path: String) throws -> [TableRow] {
  let reader = try TableReader(path: path)
  return try text(of: reader.lines, next: reader.next)
}

/// Reads all elements, one per line.
///
/// - Throws: `TextEncodingError`, with the number of invalid lines, if lines are not valid UTF-8;
///   `LineError` for the first line that is too long or contains a NUL byte.
private func text<Line: LineOfText>(
  of reader: LineReader, next: () throws -> Line?
) throws -> [Line] {
  var lines: [Line] = []
  var invalid = InvalidLines()
  var failure: LineError?
  while let line = try next() {
    if !line.isValid { reader.withLine { invalid.add($0, number: line.number) } }
    if let problem: LineError.Problem = line.isCut ? .tooLong : line.hasNul ? .nul : nil {
      failure = failure ?? LineError(path: reader.path, line: line.number, problem: problem)
    }
    lines.append(line)
  }
  if let error = TextEncodingError(path: reader.path, invalid, of: lines.count) { throw error }
  if let failure { throw failure }
  return lines
}

/// The properties of a line that decide whether it is text.
private protocol LineOfText {
  var number: Int { get }
  var isValid: Bool { get }
  var isCut: Bool { get }
  var hasNul: Bool { get }
}

extension TextLine: LineOfText {}
extension TableRow: LineOfText {}
