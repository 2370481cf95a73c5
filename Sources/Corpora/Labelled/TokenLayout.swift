// SPDX-License-Identifier: Apache-2.0

import Text

/// The form of a file of tokens, which its first line tells: the separator, and the columns of the
/// token and of the label.
struct TokenLayout {
  private let isTabSeparated: Bool
  private let isCoNLLU: Bool
  let columns: PairLayout
  /// True if the first line names the columns.
  let hasHeader: Bool

  /// `columns` are the chosen ones; nil for the usual ones.
  ///
  /// - Throws: `CorpusError` if the line does not have a named column, or
  ///   `LabelledTextError.ambiguousColumns`.
  init(
    _ columns: PairColumns?, firstLine line: Span<UInt8>, _ path: String, _ number: Int
  ) throws {
    isTabSeparated = line.indices.contains { line[$0] == UInt8(ascii: "\t") }
    let cells = (isTabSeparated ? Text.cells(of: line) : fields(of: line))
      .map { String($0, of: line) }
    isCoNLLU = isTabSeparated && cells.count == Self.coNLLU.count && isWordNumber(cells[0])
    guard !isCoNLLU else {
      let usual = PairColumns(source: .name("FORM"), target: .name("UPOS"))
      self.columns = try PairLayout(columns ?? usual, firstLine: Self.coNLLU, path: path)
      hasHeader = false
      return
    }
    guard columns != nil || cells.count <= 2 else {
      throw LabelledTextError.ambiguousColumns(path: path, line: number, cells: cells)
    }
    self.columns = try PairLayout(
      columns ?? .firstTwo, firstLine: cells, path: path
    ) { token, label in
      max(token, label) <= cells.count
        && LabelledLines.isHeader(cells[token - 1], cells[label - 1])
    }
    hasHeader = self.columns.hasHeader
  }

  /// The names of the columns of CoNLL-U.
  private static let coNLLU = [
    "ID", "FORM", "LEMMA", "UPOS", "XPOS", "FEATS", "HEAD", "DEPREL", "DEPS", "MISC",
  ]

  /// Returns true if a line before the first token is a comment of CoNLL-U.
  static func isComment(_ line: Span<UInt8>) -> Bool {
    line[0] == UInt8(ascii: "#") && !line.indices.contains { line[$0] == UInt8(ascii: "\t") }
  }

  /// Returns true for a line without a token of its own: a comment, a multiword token, whose words
  /// follow on lines of their own, an empty node, or the start of a document in the CoNLL-2003
  /// format.
  func leavesOut(_ line: Span<UInt8>) -> Bool {
    guard isCoNLLU else { return starts(line, with: "-DOCSTART-") }
    if line[0] == UInt8(ascii: "#") { return true }
    for index in line.indices {
      switch line[index] {
      case UInt8(ascii: "\t"): return false
      case UInt8(ascii: "-"), UInt8(ascii: "."): return true
      default: continue
      }
    }
    return false
  }

  /// Returns the ranges of the token and of the label; nil if the line has too few columns.
  func cells(of line: Span<UInt8>) -> (token: Range<Int>, label: Range<Int>)? {
    if isTabSeparated {
      return Text.cells(columns.source, columns.target, of: line)
        .map { (token: $0.first, label: $0.second) }
    }
    let fields = fields(of: line)
    guard max(columns.source, columns.target) <= fields.count else { return nil }
    return (fields[columns.source - 1], fields[columns.target - 1])
  }
}

/// Returns true for the number of a word, of a multiword token such as `3-4`, or of an empty node
/// such as `3.1`.
private func isWordNumber(_ cell: String) -> Bool {
  cell.utf8.first.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } == true
    && cell.utf8.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
        || $0 == UInt8(ascii: ".")
    }
}

private func starts(_ line: Span<UInt8>, with prefix: StaticString) -> Bool {
  let count = prefix.utf8CodeUnitCount
  return line.count >= count && String(0..<count, of: line) == "\(prefix)"
}
