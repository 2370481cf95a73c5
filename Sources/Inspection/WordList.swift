// SPDX-License-Identifier: Apache-2.0

import Text

/// A list of words to look at, each with an optional group.
///
/// The file holds one word per line, or `word<TAB>group`. Blank lines and a first line
/// `word<TAB>group` are skipped. Whitespace at the edges of words and groups is ignored.
public struct WordList: Sendable {
  public struct Entry: Equatable, Sendable {
    public let word: String
    public let group: String?
    /// The line in the file, from 1.
    public let line: Int
  }

  /// The part of a list that is in a table.
  public struct Selection: Equatable, Sendable {
    /// The rows of the table, in increasing order.
    public let rows: [Int]
    /// The group of each of `rows`.
    public let groups: [String?]
    /// The entries that have no row of their own, in the order of their lines.
    public let leftOut: [LeftOut]
    /// The entries whose words are not in the table, in the order of their lines.
    public var unknown: [Entry] { leftOut.filter { $0.reason == .unknown }.map(\.entry) }
  }

  /// An entry that selects no row.
  public struct LeftOut: Equatable, Sendable {
    public enum Reason: Equatable, Sendable {
      case unknown
      case severalTokens([String])
      case severalUnits([String])
      /// An earlier line selects the same row.
      case repeated(firstLine: Int)
    }

    public let entry: Entry
    public let reason: Reason
  }

  public let path: String
  /// The entries in the order of their lines; each word occurs once.
  public let entries: [Entry]

  /// Reads a word list.
  ///
  /// - Throws: `FileError`; `TextFormatError`; `InspectionError.wordList` with path and line;
  ///   `.emptyWordList`.
  public init(path: String) throws {
    let reader = try TableReader(path: path)
    var entries: [Entry] = []
    var firstLines: [String: Int] = [:]
    while let row = try reader.next() {
      do throws(InspectionError.WordListFault) {
        guard let entry = try Self.entry(row) else { continue }
        if let first = firstLines.updateValue(entry.line, forKey: entry.word) {
          throw .repeatedWord(entry.word, firstLine: first)
        }
        entries.append(entry)
      } catch {
        throw InspectionError.wordList(path: path, line: row.number, error)
      }
    }
    guard !entries.isEmpty else { throw InspectionError.emptyWordList(path: path) }
    self.path = path
    self.entries = entries
  }

  /// Returns the entry of a row; nil if the row is skipped.
  private static func entry(_ row: TableRow) throws(InspectionError.WordListFault) -> Entry? {
    guard row.isValid else { throw .invalidUTF8 }
    let isHeader = row.number == 1 && row.cells.map { $0.lowercased() } == ["word", "group"]
    if row.isBlank || isHeader { return nil }
    let columns = 1 + (row.cells.lastIndex { !$0.isEmpty } ?? 0)
    guard columns <= 2 else { throw .columns(found: columns) }
    guard !row.cells[0].isEmpty else { throw .missingWord }
    return Entry(
      word: row.cells[0], group: columns == 2 ? row.cells[1] : nil, line: row.number)
  }

  /// Finds the words in a table.
  ///
  /// - Throws: `InspectionError.noKnownWord` if none is there.
  public func select(from table: EmbeddingTable) throws(InspectionError) -> Selection {
    let lookup = WordLookup(table)
    var known: [Int: Entry] = [:]
    var leftOut: [LeftOut] = []
    for entry in entries {
      let reason: LeftOut.Reason
      switch lookup.find(entry.word) {
      case .row(let row):
        guard let first = known[row] else {
          known[row] = entry
          continue
        }
        reason = .repeated(firstLine: first.line)
      case .tokens(let tokens): reason = .severalTokens(tokens)
      case .units(let units): reason = .severalUnits(units)
      case .unknown: reason = .unknown
      }
      leftOut.append(LeftOut(entry: entry, reason: reason))
    }
    guard !known.isEmpty else { throw .noKnownWord(path: path, words: entries.map(\.word)) }
    let rows = known.keys.sorted()
    return Selection(rows: rows, groups: rows.map { known[$0]?.group }, leftOut: leftOut)
  }
}
