// SPDX-License-Identifier: Apache-2.0

/// A line of a tab-separated file.
package struct TableRow: Equatable, Sendable {
  /// The number of the line, from 1.
  package let number: Int
  /// The cells, without whitespace at their edges; a single cell if the line has no tab.
  package let cells: [String]
  /// True if the line is valid UTF-8.
  package let isValid: Bool
  /// True if the line was too long and its end was cut off.
  package let isCut: Bool
  /// True if the line contains U+0000.
  package let hasNul: Bool

  /// True if every cell is empty.
  package var isBlank: Bool { cells.allSatisfy(\.isEmpty) }
}

/// Reads a tab-separated file line by line.
package struct TableReader {
  /// The reader of the file's lines.
  package let lines: LineReader

  /// - Throws: `FileError`.
  package init(path: String) throws { lines = try LineReader(path: path) }

  /// Reads the next line; nil at the end.
  ///
  /// - Throws: `FileError`, or `TextFormatError` before the first line.
  package func next() throws -> TableRow? {
    guard try lines.advance() else { return nil }
    return lines.withLine { line in
      TableRow(
        number: lines.lineNumber, cells: Text.cells(of: line).map { String($0, of: line) },
        isValid: (try? UTF8Span(validating: line)) != nil, isCut: lines.isCut,
        hasNul: containsNul(line))
    }
  }
}
