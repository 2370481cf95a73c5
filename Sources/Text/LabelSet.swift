// SPDX-License-Identifier: Apache-2.0

/// The labels between which a model decides, each with an id and its count in the training data.
///
/// Ids start at 0 and follow decreasing counts; ties are in code point order.
public struct LabelSet: Sendable, Equatable {
  private let table: TokenTable
  private let counts: [Int]

  private init(_ table: TokenTable, _ counts: [Int]) { (self.table, self.counts) = (table, counts) }

  /// Creates the empty set.
  package init() { self.init(TokenTable(), []) }

  /// Creates the set of the labels that occur. `counts` has the count of each label in `table`.
  package init(of table: TokenTable, counts: [Int]) {
    let order = counts.indices.filter { counts[$0] > 0 }.sorted { left, right in
      counts[left] != counts[right] ? counts[left] > counts[right] : table.precedes(left, right)
    }
    var sorted = TokenTable()
    for number in order { table.withToken(number) { _ = sorted.intern($0) } }
    self.init(sorted, order.map { counts[$0] })
  }

  public var count: Int { table.count }
  public var names: [String] { (0..<count).map { table[$0] } }

  public subscript(id: Int32) -> String { table[Int(id)] }

  /// Returns the number of times that a label occurs in the training data.
  public func frequency(of id: Int32) -> Int { counts[Int(id)] }

  /// Returns the id of a label; nil if it does not occur in the training data.
  public func id(of label: String) -> Int32? { table.find(label.utf8Span.span) }

  /// Reads a file with one `label<TAB>count` per line; line i (from 0) is id i.
  ///
  /// - Throws: `FileError`, `TextFormatError` or `VocabularyError`.
  public init(contentsOf path: String) throws {
    let (table, counts) = try readTokens(path, beginningWith: [])
    self.init(table, counts)
  }

  /// Writes the file atomically.
  public func write(to path: String) throws { try writeTokens(table, counts, path) }
}
