// SPDX-License-Identifier: Apache-2.0

/// A word as the user writes it, after tokenization.
public struct WrittenWord: Equatable, Sendable {
  /// The normalized word, lowercased if the vocabulary's text is.
  public let spelling: String
  public let tokens: [String]
  /// The entries of the vocabulary that make up the word; empty if some of it is unknown.
  public let units: [String]

  public init(spelling: String, tokens: [String], units: [String] = []) {
    self.spelling = spelling
    self.tokens = tokens
    self.units = units
  }
}

/// Finds the rows of words as the user writes them: first by the vocabulary's own form, then by
/// their spelling.
///
/// If a vocabulary has several forms of a word, such as one with a joiner, the form without joiners
/// is preferred, then the most frequent one. Canonically equivalent spellings are the same word.
struct WordLookup {
  enum Result: Equatable {
    case row(Int)
    case tokens([String])
    case units([String])
    case unknown
  }

  private let table: EmbeddingTable
  private let rows: [String: Int]
  private let rowsBySpelling: [String: Int]

  init(_ table: EmbeddingTable) {
    self.table = table
    rows = Dictionary(zip(table.words, table.words.indices)) { first, _ in first }
    rowsBySpelling = Dictionary(zip(table.spellings, table.words.indices)) { first, second in
      table.counts[second] > table.counts[first] ? second : first
    }
  }

  func find(_ word: String) -> Result {
    if let row = row(spelt: word) { return .row(row) }
    guard let written = table.reading?(word) else { return .unknown }
    if let row = row(spelt: written.spelling) { return .row(row) }
    if written.tokens.count > 1 { return .tokens(written.tokens) }
    return written.units.count > 1 ? .units(written.units) : .unknown
  }

  /// - Throws: `InspectionError.severalTokens`, `.severalUnits` or `.unknownWord`.
  func requireRow(of word: String) throws(InspectionError) -> Int {
    switch find(word) {
    case .row(let row): return row
    case .tokens(let tokens): throw .severalTokens(word, tokens: tokens)
    case .units(let units): throw .severalUnits(word, units: units)
    case .unknown:
      var seen: Set<String> = []
      let spellings = table.spellings.filter { seen.insert($0).inserted }
      throw .unknownWord(word, nearest: nearestSpellings(to: word, among: spellings))
    }
  }

  private func row(spelt word: String) -> Int? { rows[word] ?? rowsBySpelling[word] }
}

extension EmbeddingTable {
  /// Returns the row of a word as the user writes it; nil if the table does not have it.
  public func row(of word: String) -> Int? {
    guard case .row(let row) = WordLookup(self).find(word) else { return nil }
    return row
  }
}
