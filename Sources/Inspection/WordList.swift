// SPDX-License-Identifier: Apache-2.0

import Files

/// A list of words to look at, each with an optional group.
///
/// The file holds one word per line, or `word<TAB>group`. Blank lines and a first line
/// `word<TAB>group` are skipped; a byte-order mark and CRLF line ends are accepted.
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
    let file = try MappedFile(path: path)
    let lines = try unsafe file.withBytes { bytes in
      try unsafe TextFormatError.check(bytes, path: path)
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

  /// Parses a line; nil if it is skipped.
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
