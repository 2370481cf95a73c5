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
    let reader = try LineReader(path: path)
    var table = TokenTable()
    var frequencies: [Int] = []
    while let line = try reader.next() {
      func failure(_ kind: VocabularyError.Kind) -> VocabularyError {
        VocabularyError(path: path, line: line.number, kind: kind)
      }
      guard line.isValid else { throw failure(.invalidUTF8) }
      let fields = line.text.utf8.split(
        separator: UInt8(ascii: "\t"), maxSplits: 1, omittingEmptySubsequences: false)
      let token = String(Substring(fields[0]))
      if frequencies.count < Special.tokens.count, token != Special.tokens[frequencies.count] {
        throw failure(.missingSpecial(Special.tokens[frequencies.count]))
      }
      guard fields.count == 2 else { throw failure(.missingTab) }
      guard !token.isEmpty else { throw failure(.emptyToken) }
      let digits = String(Substring(fields[1]))
      guard let count = Int(digits), count >= 0 else { throw failure(.badCount(digits)) }
      let id = Int(table.intern(token.utf8Span.span))
      guard id == frequencies.count else {
        throw failure(.duplicate(token: token, firstLine: id + 1))
      }
      frequencies.append(count)
    }
    if frequencies.count < Special.tokens.count {
      let missing = Special.tokens[frequencies.count]
      throw VocabularyError(
        path: path, line: frequencies.count + 1, kind: .missingSpecial(missing))
    }
    self.init(table: table, frequencies: frequencies)
  }

  /// Writes the vocabulary file atomically.
  public func write(to path: String) throws {
    var file = try AtomicFile(path: path)
    for id in 0..<count {
      try file.write("\(table[id])\t\(frequencies[id])\n")
    }
    try file.commit()
  }
}
