// SPDX-License-Identifier: Apache-2.0

import Files

/// Words someone chose to look at, each with the name of its group if it has one.
///
/// The file holds one word a line, or `word<TAB>group`. Blank lines and a first line
/// `word<TAB>group` are skipped; a byte-order mark and CRLF line ends are accepted.
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
    let file = try MappedFile(path: path)
    let lines = try unsafe file.withBytes { bytes in
      try unsafe TextFormatError.check(bytes, path: path)
      try unsafe TextFormatError.checkLineEnds(bytes, path: path)
      return unsafe bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        .map(Array.init)
    }
    var entries: [Entry] = []
    var firstLines: [String: Int] = [:]
    for (index, bytes) in lines.enumerated() {
      do throws(InspectionError.WordListFault) {
        guard let entry = try Self.entry(bytes, line: index + 1) else { continue }
        if let first = firstLines.updateValue(entry.line, forKey: entry.word) {
          throw .repeatedWord(entry.word, firstLine: first)
        }
        entries.append(entry)
      } catch {
        throw InspectionError.wordList(path: path, line: index + 1, error)
      }
    }
    guard !entries.isEmpty else { throw InspectionError.emptyWordList(path: path) }
    self.path = path
    self.entries = entries
  }

  /// The entry of one line, nothing for a line that is skipped.
  private static func entry(
    _ bytes: [UInt8], line: Int
  ) throws(InspectionError.WordListFault) -> Entry? {
    guard var text = String(validating: bytes, as: UTF8.self) else { throw .invalidUTF8 }
    if line == 1, text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    if text.unicodeScalars.last == "\r" { text.unicodeScalars.removeLast() }
    if text.isEmpty || (line == 1 && text == "word\tgroup") { return nil }

    let columns = text.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard columns.count <= 2 else { throw .columns(found: columns.count) }
    guard !columns[0].isEmpty else { throw .missingWord }
    let group = columns.count == 2 && !columns[1].isEmpty ? columns[1] : nil
    return Entry(word: columns[0], group: group, line: line)
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
