// SPDX-License-Identifier: Apache-2.0

package import Checkpoints
package import Text

/// Sequences of tokens with a label for each token, as they are in files: a line for each token, with
/// its columns, and a blank line after each sequence.
///
/// In files of two columns, the label follows the token. CoNLL-U files
/// (https://universaldependencies.org/format.html) have ten columns, of which the second is the
/// token and the fourth its part of speech.
package struct LabelledTokens: Sendable {
  /// The different tokens by number.
  package let tokens: TokenTable
  /// The labels by number.
  package let labels: TokenTable
  package let report: LabelledTextReport
  package let fingerprint: CorpusFingerprint
  /// The numbers of the tokens of all sequences and of their labels, end to end.
  private let tokenNumbers, labelNumbers: [Int32]
  /// The end of each sequence.
  private let ends: [Int]

  /// Reads files. The token is in the first of `columns`, the label in the second; nil for the usual
  /// ones. Sequences with a faulty line or more than `maximumLength` tokens are left out or, if
  /// `strict`, errors.
  ///
  /// - Throws: `LabelledTextError`, `CorpusError` for columns that the first line does not have,
  ///   `TextFormatError`, `TextEncodingError` or `FileError`.
  package init(
    _ paths: [String], columns: PairColumns? = nil, maximumLength: Int = .max,
    strict: Bool = false
  ) throws {
    var reading = TokenReading(columns, maximumLength, strict: strict)
    let readers = try paths.map { try reading.read($0) }
    if reading.ends.isEmpty {
      throw LabelledTextError.nothingKept(paths: paths, reading.report)
    }
    fingerprint = CorpusFingerprint(
      readers, lines: readers.reduce(0) { $0 + $1.lineNumber }, columns: reading.otherColumns)
    (tokens, labels, report) = (reading.tokens, reading.labels, reading.report)
    (tokenNumbers, labelNumbers) = (reading.tokenNumbers, reading.labelNumbers)
    ends = reading.ends
  }

  /// The number of sequences.
  package var count: Int { ends.count }

  private func places(ofSequence sequence: Int) -> Range<Int> {
    (sequence == 0 ? 0 : ends[sequence - 1])..<ends[sequence]
  }

  /// Returns the numbers of a sequence's tokens.
  package func tokens(ofSequence sequence: Int) -> ArraySlice<Int32> {
    tokenNumbers[places(ofSequence: sequence)]
  }

  /// Returns the numbers of the labels of a sequence's tokens.
  package func labels(ofSequence sequence: Int) -> ArraySlice<Int32> {
    labelNumbers[places(ofSequence: sequence)]
  }

  /// Returns how often each token occurs in some sequences.
  package func tokenCounts(in sequences: [Int]) -> [Int] {
    counts(in: sequences, of: tokenNumbers, tokens)
  }

  /// Returns the labels in some sequences, by decreasing count.
  package func labelSet(of sequences: [Int]) -> LabelSet {
    LabelSet(of: labels, counts: counts(in: sequences, of: labelNumbers, labels))
  }

  private func counts(in sequences: [Int], of numbers: [Int32], _ table: TokenTable) -> [Int] {
    var counts = [Int](repeating: 0, count: table.count)
    for sequence in sequences {
      for number in numbers[places(ofSequence: sequence)] { counts[Int(number)] += 1 }
    }
    return counts
  }
}

/// Reads files of tokens, one after another.
private struct TokenReading {
  private(set) var tokens = TokenTable()
  private(set) var labels = TokenTable()
  private(set) var report = LabelledTextReport(of: .tokens)
  private(set) var tokenNumbers: [Int32] = []
  private(set) var labelNumbers: [Int32] = []
  private(set) var ends: [Int] = []
  /// The columns of token and label in the first file where they are not the first two.
  private(set) var otherColumns: [Int]?
  private let columns: PairColumns?
  private let maximumLength: Int
  private let strict: Bool
  /// The first fault of the current sequence.
  private var fault: (problem: LabelledTextError.Violation, line: Int)?
  /// The number of the last line of the current sequence; nil before its first line.
  private var lastLine: Int?

  init(_ columns: PairColumns?, _ maximumLength: Int, strict: Bool) {
    (self.columns, self.maximumLength, self.strict) = (columns, maximumLength, strict)
  }

  mutating func read(_ path: String) throws -> LineReader {
    let reader = try LineReader(path: path)
    var invalid = InvalidLines()
    var layout: TokenLayout?
    while try reader.advance() {
      let number = reader.lineNumber
      try reader.withLine { line in
        if trimmed(line.indices, of: line).isEmpty { return try endSequence(path) }
        if layout == nil && TokenLayout.isComment(line) { return }
        if layout == nil {
          layout = try TokenLayout(columns, firstLine: line, path, number)
          otherColumns = otherColumns ?? layout?.columns.otherColumns
          if layout?.hasHeader == true { return report.headers.append(path) }
        }
        guard let layout, !layout.leavesOut(line) else { return }
        lastLine = number
        guard let problem = reader.isCut ? .tooLong : add(line, layout) else { return }
        if problem == .invalidUTF8 { invalid.add(line, number: number) }
        if problem == .nul { invalid.nulCount += 1 }
        if strict { throw LabelledTextError.violation(path: path, line: number, problem) }
        if fault == nil { fault = (problem, number) }
      }
    }
    try endSequence(path)
    if let encoding = try invalid.encoding(ofFile: path, lines: reader.lineNumber) {
      report.encodings.append(encoding)
    }
    return reader
  }

  private mutating func add(
    _ line: Span<UInt8>, _ layout: TokenLayout
  ) -> LabelledTextError.Violation? {
    guard (try? UTF8Span(validating: line)) != nil else { return .invalidUTF8 }
    if containsNul(line) { return .nul }
    guard let (token, label) = layout.cells(of: line) else { return .noLabel }
    if token.isEmpty { return .blankText }
    if label.isEmpty { return .blankLabel }
    tokenNumbers.append(tokens.intern(line.extracting(token)))
    labelNumbers.append(labels.intern(line.extracting(label)))
    return nil
  }

  private mutating func endSequence(_ path: String) throws(LabelledTextError) {
    guard let line = lastLine else { return }
    lastLine = nil
    report.read += 1
    let first = ends.last ?? 0
    let length = tokenNumbers.count - first
    if fault == nil && length > maximumLength {
      if strict { throw .violation(path: path, line: line, .tooLong) }
      fault = (.tooLong, line)
    }
    if let (problem, line) = fault {
      report.skip(problem, line: line)
      tokenNumbers.removeSubrange(first...)
      labelNumbers.removeSubrange(first...)
      fault = nil
      return
    }
    report.kept += 1
    report.keptSteps += length
    ends.append(tokenNumbers.count)
  }
}
