// SPDX-License-Identifier: Apache-2.0

import Text

/// The chosen source and target columns of a tab-separated file.
public struct PairColumns: Sendable, Equatable {
  public enum Column: Sendable, Equatable {
    /// A column number, from 1.
    case number(Int)
    /// A column name in the first line, which is then a header.
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

  /// The reason that a text does not choose two columns.
  public enum Fault: Error, Equatable, Sendable {
    /// The number of columns is not two.
    case count(Int)
    /// A column number is less than 1.
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

/// The numbers of the source and target columns of a file, resolved with its first line.
package struct PairLayout: Sendable, Equatable {
  /// The column number of the source, from 1.
  package let source: Int
  package let target: Int
  /// True if the first line is a header and not a pair.
  package let hasHeader: Bool

  /// The two columns; nil if they are the first two.
  var otherColumns: [Int]? { (source, target) == (1, 2) ? nil : [source, target] }

  /// - Throws: `CorpusError` if the first line does not have a name exactly once, or if source and
  ///   target are the same column.
  package init(
    _ columns: PairColumns, firstLine cells: [String], path: String
  ) throws(CorpusError) {
    try self.init(columns, firstLine: cells, path: path) { source, target in
      isHeader(cells, source: source, target: target)
    }
  }

  /// As above; `isHeader` tells from the numbers of the two columns whether the first line, without
  /// chosen names, is a header.
  init(
    _ columns: PairColumns, firstLine cells: [String], path: String,
    isHeader: (_ source: Int, _ target: Int) -> Bool
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
    hasHeader = isNamed || isHeader(source, target)
  }
}
