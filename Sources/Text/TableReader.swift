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

  /// Whether no cell holds anything.
  package var isBlank: Bool { cells.allSatisfy(\.isEmpty) }
}

/// Reads a tab-separated file line by line.
package struct TableReader {
  private let reader: LineReader

  /// - Throws: `FileError`.
  package init(path: String) throws { reader = try LineReader(path: path) }

  /// Reads the next line; nil where there is none.
  ///
  /// - Throws: `FileError`, or `TextFormatError` before the first line.
  package func next() throws -> TableRow? {
    guard try reader.advance() else { return nil }
    return reader.withLine { line in
      TableRow(
        number: reader.lineNumber, cells: Text.cells(of: line).map { String($0, of: line) },
        isValid: (try? UTF8Span(validating: line)) != nil, isCut: reader.isCut)
    }
  }
}
