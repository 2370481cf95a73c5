// SPDX-License-Identifier: Apache-2.0

import Text

/// Pairs of words that differ in one respect, such as man and woman, in groups.
///
/// The file holds `word<TAB>word` or `word<TAB>word<TAB>group` per line. Blank lines are skipped, and
/// so is a first line `from<TAB>to` or `from<TAB>to<TAB>group`. Whitespace at the edges of words and
/// groups is ignored.
public struct WordPairs: Sendable {
  public struct Pair: Equatable, Sendable {
    public let from, to: String
    /// Empty for a pair without a group.
    public let group: String
    /// The line in the file, from 1.
    public let line: Int
  }

  public let path: String
  /// The pairs in the order of their lines.
  public let pairs: [Pair]

  /// - Throws: `FileError`; `TextFormatError`; `InspectionError.wordPair` with path and line;
  ///   `.noWordPairs`.
  public init(path: String) throws {
    let reader = try TableReader(path: path)
    var pairs: [Pair] = []
    while let row = try reader.next() {
      if row.isBlank || (row.number == 1 && Self.isHeader(row.cells)) { continue }
      let cells = row.cells.prefix(1 + (row.cells.lastIndex { !$0.isEmpty } ?? 0))
      guard row.isValid, 2...3 ~= cells.count, !cells[0].isEmpty, !cells[1].isEmpty else {
        throw InspectionError.wordPair(path: path, line: row.number, isUTF8: row.isValid)
      }
      pairs.append(
        Pair(
          from: cells[0], to: cells[1], group: cells.count == 3 ? cells[2] : "", line: row.number))
    }
    guard !pairs.isEmpty else { throw InspectionError.noWordPairs(path: path) }
    self.path = path
    self.pairs = pairs
  }

  private static func isHeader(_ cells: [String]) -> Bool {
    [["from", "to"], ["from", "to", "group"]].contains(cells.map { $0.lowercased() })
  }
}
