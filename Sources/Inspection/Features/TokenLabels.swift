// SPDX-License-Identifier: Apache-2.0

import Text

/// Labels of the tokens of a text, from a file.
///
/// Either each line has the labels of a line of the text, separated by spaces; or, if a line has a
/// tab, each line has a token and, in its last column, the label, with a blank line after each line of
/// the text that is not blank. The start and the end of a text or a line are not tokens. The label `_`
/// stands for none.
public struct TokenLabels: Sendable {
  public let path: String
  /// The labels of each line of the text, with the number of the first line in the file.
  private let lines: [(number: Int, labels: [String])]
  /// True if the file has an entry for each line of the text, even if it is blank.
  private let hasBlankLines: Bool

  /// - Throws: `FileError`, `TextFormatError`, `TokenLabelsError`.
  public init(path: String) throws {
    self.path = path
    let reader = try TableReader(path: path)
    var rows: [TableRow] = []
    while let row = try reader.next() {
      guard row.isValid else { throw TokenLabelsError(path, line: row.number, .invalidUTF8) }
      rows.append(row)
    }
    hasBlankLines = !rows.contains { $0.cells.count > 1 }
    if hasBlankLines {
      lines = rows.map { ($0.number, fields(of: $0.cells[0])) }
    } else {
      lines = try rows.split(whereSeparator: \.isBlank).map { group in
        let labels = try group.map { row throws(TokenLabelsError) in
          guard row.cells.count > 1, let label = row.cells.last, !label.isEmpty else {
            throw TokenLabelsError(path, line: row.number, .noLabel)
          }
          return label
        }
        return (group.first?.number ?? 1, labels)
      }
    }
  }

  /// Returns the label of each step of a table.
  ///
  /// - Throws: `TokenLabelsError` if the numbers of labels and tokens differ.
  public func labels(of table: ActivationTable) throws(TokenLabelsError) -> FeatureLabels {
    var names = [String?](repeating: nil, count: table.steps.count)
    var rest = lines[...]
    for steps in table.lines {
      let tokens = steps.filter { table.steps[$0].isToken }
      let text = table.steps[steps.lowerBound].line
      if tokens.isEmpty { continue }
      if hasBlankLines {
        while let first = rest.first, first.number < text {
          try check(first, 0, text: first.number)
          rest.removeFirst()
        }
      }
      guard let line = rest.popFirst() else {
        throw TokenLabelsError(path, line: nil, .tooFewLines(text: text))
      }
      try check(line, tokens.count, text: text)
      for (step, label) in zip(tokens, line.labels) where label != "_" { names[step] = label }
    }
    if let line = rest.first(where: { !$0.labels.isEmpty }) {
      throw TokenLabelsError(path, line: line.number, .tooManyLines)
    }
    return FeatureLabels(name: "labels", names)
  }

  private func check(
    _ line: (number: Int, labels: [String]), _ tokens: Int, text: Int
  ) throws(TokenLabelsError) {
    guard line.labels.count == tokens else {
      throw TokenLabelsError(
        path, line: line.number,
        .otherCount(labels: line.labels.count, tokens: tokens, text: text))
    }
  }
}

extension ActivationTable.Step {
  /// True if a label belongs to the step: it is neither the start nor the end of a text or a line.
  fileprivate var isToken: Bool { !text.isEmpty && !text.allSatisfy(\.isLineEnd) }
}

/// A file of labels that does not fit its text.
public struct TokenLabelsError: Error, Equatable, Sendable {
  public enum Problem: Equatable, Sendable {
    case invalidUTF8
    /// The row has no label.
    case noLabel
    /// Line `text` of the text has another number of tokens.
    case otherCount(labels: Int, tokens: Int, text: Int)
    /// The file ends before line `text` of the text.
    case tooFewLines(text: Int)
    case tooManyLines
  }

  public let path: String
  /// The line in the file, from 1; nil for its end.
  public let line: Int?
  public let problem: Problem

  init(_ path: String, line: Int?, _ problem: Problem) {
    (self.path, self.line, self.problem) = (path, line, problem)
  }
}
