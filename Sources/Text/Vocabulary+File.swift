// SPDX-License-Identifier: Apache-2.0

import Files

/// A fault in a vocabulary file.
public struct VocabularyError: Error, Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    /// One of the first four lines does not have the special token that belongs there.
    case missingSpecial(String)
    /// The token is already on line `firstLine`.
    case duplicate(token: String, firstLine: Int)
    /// The text after the tab is not a count.
    case badCount(String)
    case missingTab
    case emptyToken
    case invalidUTF8
  }

  public let path: String
  /// The line number, from 1.
  public let line: Int
  public let kind: Kind

  public init(path: String, line: Int, kind: Kind) {
    self.path = path
    self.line = line
    self.kind = kind
  }
}

extension Vocabulary {
  /// Reads a vocabulary file with one `token<TAB>count` per line; line i (from 0) is id i.
  ///
  /// - Throws: `FileError` if the file cannot be read, `TextFormatError`, or `VocabularyError` if
  ///   it is not a vocabulary.
  public init(contentsOf path: String) throws {
    let (table, frequencies) = try readTokens(path, beginningWith: Special.tokens)
    self.init(table: table, frequencies: frequencies)
  }

  /// Writes the vocabulary file atomically.
  public func write(to path: String) throws { try writeTokens(table, frequencies, path) }
}

/// Reads a file with one `token<TAB>count` per line, which begins with the tokens `first`.
///
/// - Throws: `FileError`, `TextFormatError` or `VocabularyError`.
func readTokens(
  _ path: String, beginningWith first: [String]
) throws -> (table: TokenTable, counts: [Int]) {
  let reader = try LineReader(path: path)
  var table = TokenTable()
  var counts: [Int] = []
  while let line = try reader.next() {
    func failure(_ kind: VocabularyError.Kind) -> VocabularyError {
      VocabularyError(path: path, line: line.number, kind: kind)
    }
    guard line.isValid else { throw failure(.invalidUTF8) }
    let fields = line.text.utf8.split(
      separator: UInt8(ascii: "\t"), maxSplits: 1, omittingEmptySubsequences: false)
    let token = String(Substring(fields[0]))
    if counts.count < first.count, token != first[counts.count] {
      throw failure(.missingSpecial(first[counts.count]))
    }
    guard fields.count == 2 else { throw failure(.missingTab) }
    guard !token.isEmpty else { throw failure(.emptyToken) }
    let digits = String(Substring(fields[1]))
    guard let count = Int(digits), count >= 0 else { throw failure(.badCount(digits)) }
    let id = Int(table.intern(token.utf8Span.span))
    guard id == counts.count else { throw failure(.duplicate(token: token, firstLine: id + 1)) }
    counts.append(count)
  }
  if counts.count < first.count {
    throw VocabularyError(
      path: path, line: counts.count + 1, kind: .missingSpecial(first[counts.count]))
  }
  return (table, counts)
}

/// Writes a file that `readTokens` reads, atomically.
func writeTokens(_ table: TokenTable, _ counts: [Int], _ path: String) throws {
  var file = try AtomicFile(path: path)
  for id in counts.indices { try file.write("\(table[id])\t\(counts[id])\n") }
  try file.commit()
}
