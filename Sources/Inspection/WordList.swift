// SPDX-License-Identifier: Apache-2.0

import Text

/// Words someone chose to look at, each with the name of its group if it has one.
///
/// The file holds one word a line, or `word<TAB>group`. Blank lines and a first line
/// `word<TAB>group` are skipped, and so is whitespace at the edges of words and groups.
public struct WordList: Sendable {
  public struct Entry: Equatable, Sendable {
    public let word: String
    public let group: String?
    /// Line of the file, from 1.
    public let line: Int
  }

  /// What of a list is in a table.
  public struct Selection: Equatable, Sendable {
    /// Rows of the table by rising row.
    public let rows: [Int]
    /// The group of each of `rows`.
    public let groups: [String?]
    /// Entries whose word is not in the table, by line.
    public let unknown: [Entry]
  }

  public let path: String
  /// By line; each word once.
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

  /// The entry of one line; nil for a line that is skipped.
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
  /// - Throws: `InspectionError.noKnownWord` when none is there.
  public func select(from table: EmbeddingTable) throws(InspectionError) -> Selection {
    let rows = Dictionary(zip(table.words, table.words.indices)) { first, _ in first }
    let known = entries.compactMap { entry in rows[entry.word].map { (row: $0, group: entry.group) }
    }
    .sorted { $0.row < $1.row }
    guard !known.isEmpty else { throw .noKnownWord(path: path, words: entries.map(\.word)) }
    return Selection(
      rows: known.map(\.row), groups: known.map(\.group),
      unknown: entries.filter { rows[$0.word] == nil })
  }
}
