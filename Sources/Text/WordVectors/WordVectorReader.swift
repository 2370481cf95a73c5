// SPDX-License-Identifier: Apache-2.0

/// A fault in a file of word vectors.
public struct WordVectorsError: Error, Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    case invalidUTF8
    /// The line does not have a word and a vector of this length.
    case wrongLength(found: Int, expected: Int)
    /// A number that cannot be read.
    case notNumber(String)
    case notFinite(String)
    /// The word is already on line `firstLine`.
    case duplicate(word: String, firstLine: Int)
    /// The first line has another number of words than the file.
    case wrongCount(stated: Int, rows: Int)
    /// No word of the vocabulary has a vector.
    case noWords(rows: Int)
  }

  public let path: String
  /// The line number, from 1; nil if no single line is wrong.
  public let line: Int?
  public let kind: Kind

  public init(path: String, line: Int?, _ kind: Kind) {
    self.path = path
    self.line = line
    self.kind = kind
  }
}

/// Reads a file of word vectors line by line: the text format of word2vec and fastText, whose first
/// line is `count size`, or of GloVe, which has no such line.
struct WordVectorReader {
  /// The length of a vector; 0 before the first line.
  private(set) var size = 0
  /// The number of words so far.
  private(set) var rows = 0

  private let lines: LineReader
  private var statedRows: Int?
  /// The places in the current line: the word, then the numbers.
  private var word = 0..<0
  private var numbers: [Range<Int>] = []

  init(path: String) throws { lines = try LineReader(path: path) }

  /// Moves to the next word; nil at the end. Blank lines are skipped.
  ///
  /// - Throws: `WordVectorsError`, or the errors of `LineReader`.
  mutating func next() throws -> (word: String, line: Int)? {
    while try lines.advance() {
      guard lines.withLine({ (try? UTF8Span(validating: $0)) != nil }) else {
        throw failure(.invalidUTF8)
      }
      let fields = lines.withLine(spacedFields(of:))
      if fields.isEmpty || readHeader(fields) { continue }
      try divide(fields)
      rows += 1
      return (text(word), lines.lineNumber)
    }
    if let statedRows, statedRows != rows {
      throw WordVectorsError(path: lines.path, line: 1, .wrongCount(stated: statedRows, rows: rows))
    }
    return nil
  }

  /// Returns the vector of the current word.
  ///
  /// - Throws: `WordVectorsError` if a number cannot be read or is not finite.
  func vector() throws(WordVectorsError) -> [Float] {
    var vector: [Float] = []
    vector.reserveCapacity(size)
    for place in numbers {
      let text = text(place)
      guard let number = Float(text) else { throw failure(.notNumber(text)) }
      guard number.isFinite else { throw failure(.notFinite(text)) }
      vector.append(number)
    }
    return vector
  }

  /// Reads a first line of two whole numbers. Returns true if it is one.
  private mutating func readHeader(_ fields: [Range<Int>]) -> Bool {
    guard lines.lineNumber == 1, fields.count == 2, let count = Int(text(fields[0])),
      let size = Int(text(fields[1])), count >= 0, size > 0
    else { return false }
    (statedRows, self.size) = (count, size)
    return true
  }

  /// Divides a line into a word, which may contain spaces, and a vector at the end.
  private mutating func divide(_ fields: [Range<Int>]) throws(WordVectorsError) {
    let isFirst = size == 0
    if isFirst { size = max(1, fields.count - 1) }
    let wordParts = fields.count - size
    let isLonger = wordParts > 1 && Float(text(fields[wordParts - 1])) != nil
    guard wordParts >= 1, !isLonger else {
      throw failure(.wrongLength(found: fields.count - 1, expected: size))
    }
    word = fields[0].lowerBound..<fields[wordParts - 1].upperBound
    numbers = Array(fields[wordParts...])
    // A file of another kind fails here, not with a vocabulary that has no vectors.
    if isFirst { _ = try vector() }
  }

  private func text(_ place: Range<Int>) -> String {
    lines.withLine { String(place, of: $0) }
  }

  private func failure(_ kind: WordVectorsError.Kind) -> WordVectorsError {
    WordVectorsError(path: lines.path, line: lines.lineNumber, kind)
  }
}

/// Returns the places of the fields between spaces and tabs. Other whitespace, such as a no-break
/// space, may be part of a word.
private func spacedFields(of line: Span<UInt8>) -> [Range<Int>] {
  var fields: [Range<Int>] = []
  var start: Int?
  for index in line.indices {
    let isSeparator = line[index] == UInt8(ascii: " ") || line[index] == UInt8(ascii: "\t")
    if isSeparator, let first = start {
      fields.append(first..<index)
      start = nil
    } else if !isSeparator && start == nil {
      start = index
    }
  }
  if let start { fields.append(start..<line.count) }
  return fields
}
