// SPDX-License-Identifier: Apache-2.0

/// A line of a tab-separated file.
package struct TableRow: Equatable, Sendable {
  /// The number of the line, from 1.
  package let number: Int
  /// What stands between the tabs, without whitespace at the edges; one cell where there is no tab.
  package let cells: [String]
  /// Whether the line was valid UTF-8.
  package let isValid: Bool
  /// Whether the line was longer than is read.
  package let isCut: Bool

  /// Whether a cell holds U+0000, which is not part of a text.
  package var hasNul: Bool { cells.contains { $0.utf8.contains(0) } }
  /// Whether no cell holds anything.
  package var isBlank: Bool { cells.allSatisfy(\.isEmpty) }
}

/// Reads a tab-separated file line by line.
package struct TableReader {
  /// The reader of the file's lines.
  package let lines: LineReader

  /// - Throws: `FileError`.
  package init(path: String) throws { lines = try LineReader(path: path) }

  /// Reads the next line; nil where there is none.
  ///
  /// - Throws: `FileError`, or `TextFormatError` before the first line.
  package func next() throws -> TableRow? {
    guard try lines.advance() else { return nil }
    return lines.withLine { line in
      TableRow(
        number: lines.lineNumber, cells: Text.cells(of: line).map { String($0, of: line) },
        isValid: (try? UTF8Span(validating: line)) != nil, isCut: lines.isCut)
    }
  }
}
