// SPDX-License-Identifier: Apache-2.0

import Corpora
import Text

/// The source and the reference of each pair of a tab-separated file.
struct TestPairs {
  private(set) var sources: [String] = []
  private(set) var references: [String] = []
  /// The line number, from 1, of each pair; blank lines and a header are not pairs.
  private(set) var lines: [Int] = []
  private(set) var layout: PairLayout?
  private(set) var headerLine: Int?
  /// The cells of the first rows.
  private(set) var sample: [[String]] = []
  /// The number of lines, including blank ones and a header.
  let lineCount: Int

  /// - Throws: `LineError`, `CorpusError`, `FileError` or `TextFormatError`.
  init(path: String, columns: PairColumns) throws {
    let rows = try rows(of: path)
    lineCount = rows.count
    for row in rows where !row.isBlank {
      let layout = try self.layout ?? PairLayout(columns, firstLine: row.cells, path: path)
      if self.layout == nil {
        self.layout = layout
        if layout.hasHeader {
          headerLine = row.number
          continue
        }
      }
      let last = max(layout.source, layout.target)
      guard row.cells.count >= last else {
        if lines.isEmpty && columns != .firstTwo {
          throw CorpusError.missingColumn(
            path: path, column: last, widest: row.cells.count, firstLine: row.cells)
        }
        throw LineError(
          path: path, line: row.number, problem: last > 2 ? .missingColumn(last) : .missingTab)
      }
      if sample.count < SuspectLayout.sampleSize { sample.append(row.cells) }
      sources.append(row.cells[layout.source - 1])
      references.append(row.cells[layout.target - 1])
      lines.append(row.number)
    }
    if rows.isEmpty { throw CorpusError.empty(paths: [path]) }
    if lines.isEmpty { throw CorpusError.noPair(path: path) }
  }
}
