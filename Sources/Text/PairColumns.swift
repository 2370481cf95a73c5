// SPDX-License-Identifier: Apache-2.0

/// Which columns of a tab-separated file hold source and target.
public struct PairColumns: Sendable, Equatable {
  public enum Column: Sendable, Equatable {
    /// Counted from 1.
    case number(Int)
    /// A cell of the first line, which is then a header.
    case name(String)
  }

  public var source: Column
  public var target: Column

  public init(source: Column, target: Column) {
    self.source = source
    self.target = target
  }

  /// Source in the first column, target in the second.
  public static let firstTwo = PairColumns(source: .number(1), target: .number(2))

  /// Why a text does not choose two columns.
  public enum Fault: Error, Equatable, Sendable {
    /// There are so many columns, not two.
    case count(Int)
    /// Columns are counted from 1.
    case belowOne(String)
    case same(String)
  }

  /// Reads `2,4` or `english,french`.
  public init(_ text: String) throws(Fault) {
    let cells = text.split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.drop(while: \.isWhitespace).trimmingSuffix(while: \.isWhitespace) }
      .filter { !$0.isEmpty }
    guard cells.count == 2 else { throw .count(cells.count) }
    var columns: [Column] = []
    for cell in cells {
      guard let number = Int(cell) else {
        columns.append(.name(cell))
        continue
      }
      if number < 1 { throw .belowOne(cell) }
      columns.append(.number(number))
    }
    if columns[0] == columns[1] { throw .same(cells[0]) }
    self.init(source: columns[0], target: columns[1])
  }
}

extension Substring {
  fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> String {
    String(String(reversed().drop(while: isTrimmed)).reversed())
  }
}

/// Which columns hold source and target in one file, as its first line tells.
package struct PairLayout: Sendable, Equatable {
  /// Counted from 1.
  package let source: Int
  package let target: Int
  /// Whether the first line names the columns, and is not a pair.
  package let hasHeader: Bool

  /// - Throws: `CorpusError` for a name that the first line does not have, or has twice.
  package init(
    _ columns: PairColumns, firstLine cells: [String], path: String
  ) throws(CorpusError) {
    func number(_ column: PairColumns.Column) throws(CorpusError) -> Int {
      switch column {
      case .number(let number): return number
      case .name(let name):
        let exact = cells.indices.filter { cells[$0] == name }
        let matches =
          exact.isEmpty
          ? cells.indices.filter { cells[$0].lowercased() == name.lowercased() } : exact
        guard matches.count == 1 else {
          throw .unknownColumn(path: path, name: name, matches: matches.count, names: cells)
        }
        return matches[0] + 1
      }
    }
    source = try number(columns.source)
    target = try number(columns.target)
    if source == target { throw .sameColumn(path: path, column: source) }
    let isNamed = [columns.source, columns.target].contains { column in
      if case .name = column { true } else { false }
    }
    hasHeader = isNamed || isHeader(cells, source: source, target: target)
  }
}
