// SPDX-License-Identifier: Apache-2.0

package import Files

/// Where parallel text is.
public enum ParallelSource: Sendable, Equatable {
  /// Two files, of which line i of one translates line i of the other.
  case files(source: String, target: String)
  /// One file with a pair a line: source, tab, target. Further columns are ignored.
  case pairs(String)

  /// The paths of the files.
  public var paths: [String] {
    switch self {
    case .files(let source, let target): [source, target]
    case .pairs(let path): [path]
    }
  }
}

/// Which pairs of a corpus are used.
public struct CorpusLimits: Sendable, Equatable {
  /// The most tokens that a side may have.
  public var maximumLength: Int
  /// Whether invalid UTF-8, a missing tab or a one-sided blank line is an error; otherwise the pair
  /// is left out and counted.
  public var strict: Bool

  public init(maximumLength: Int = 100, strict: Bool = false) {
    self.maximumLength = maximumLength
    self.strict = strict
  }
}

/// Reads the pairs of a corpus as tokens, once: a pipe will do.
package final class CorpusReader {
  /// The tokens of the current pair, and its line, from 1.
  package private(set) var sourceTokens = TokenList()
  package private(set) var targetTokens = TokenList()
  package private(set) var lineNumber = 0
  package private(set) var report = CorpusReport()

  private let corpus: ParallelSource
  private let limits: CorpusLimits
  private let sourceTokenizer: Tokenizer
  private let targetTokenizer: Tokenizer
  /// One for each file of the corpus.
  private let readers: [LineReader]

  package init(
    _ corpus: ParallelSource, source: Tokenizer, target: Tokenizer,
    limits: CorpusLimits = CorpusLimits()
  ) throws(FileError) {
    self.corpus = corpus
    self.limits = limits
    sourceTokenizer = source
    targetTokenizer = target
    readers = try corpus.paths.map { (path) throws(FileError) in try LineReader(path: path) }
  }

  /// Moves to the next pair that is used; false when there is none.
  ///
  /// - Throws: `FileError` or `CorpusError`. That the corpus is empty, that its sides are of unequal
  ///   length or that nothing is left of it shows only at its end.
  package func advance() throws -> Bool {
    while try readLines() {
      report.pairsRead += 1
      lineNumber = report.pairsRead
      guard let problem = tokenizeLines() else {
        report.pairsKept += 1
        return true
      }
      try skip(problem)
    }
    if report.pairsRead == 0 { throw CorpusError.empty(paths: corpus.paths) }
    if report.pairsKept == 0 { throw CorpusError.nothingKept(paths: corpus.paths, report) }
    return false
  }

  /// What was read; of the whole corpus once `advance` has returned false.
  package var fingerprint: CorpusFingerprint {
    CorpusFingerprint(
      bytes: readers.reduce(0) { $0 + $1.byteCount }, lines: report.pairsRead,
      hash: readers.map(\.hash.hexadecimal).joined())
  }

  /// Moves every file to its next line; false at the end of all of them.
  private func readLines() throws -> Bool {
    let hasLine = try readers.map { try $0.advance() }
    if !hasLine.contains(true) { return false }
    if !hasLine.contains(false) { return true }
    for reader in readers {
      while try reader.advance() {}
    }
    throw CorpusError.unequalLineCounts(
      source: readers[0].path, sourceLines: readers[0].lineNumber,
      target: readers[1].path, targetLines: readers[1].lineNumber)
  }
}

extension CorpusReader {
  /// Why a pair is left out. `side` is 0 for the source, 1 for the target.
  private enum Problem {
    case invalidUTF8(side: Int), noTab, blank(side: Int), bothBlank, tooLong
  }

  private func skip(_ problem: Problem) throws(CorpusError) {
    switch problem {
    case .invalidUTF8(let side):
      try refuse(.invalidUTF8, side)
      report.skippedInvalidUTF8.add(line: lineNumber)
    case .noTab:
      try refuse(.missingTab, 0)
      report.skippedNoTab.add(line: lineNumber)
    case .blank(let side):
      try refuse(.oneSidedBlank, side)
      report.skippedBlank.add(line: lineNumber)
    case .bothBlank: report.blankPairs.add(line: lineNumber)
    case .tooLong: report.skippedTooLong.add(line: lineNumber)
    }
  }

  private func refuse(_ violation: CorpusError.Violation, _ side: Int) throws(CorpusError) {
    guard limits.strict else { return }
    let path = readers[min(side, readers.count - 1)].path
    throw .violation(path: path, line: lineNumber, violation)
  }

  /// Tokenizes the current lines; nil when the pair is good.
  private func tokenizeLines() -> Problem? {
    switch corpus {
    case .files:
      readers[0].withLine { source in readers[1].withLine { tokenize(source, $0) } }
    case .pairs:
      readers[0].withLine { line in
        guard let tab = firstTab(in: line, from: 0) else { return .noTab }
        let end = firstTab(in: line, from: tab + 1) ?? line.count
        return tokenize(line.extracting(..<tab), line.extracting((tab + 1)..<end))
      }
    }
  }

  private func firstTab(in line: Span<UInt8>, from start: Int) -> Int? {
    (start..<line.count).first { line[$0] == UInt8(ascii: "\t") }
  }

  private func tokenize(_ source: Span<UInt8>, _ target: Span<UInt8>) -> Problem? {
    guard !readers.contains(where: \.isCut) else { return .tooLong }
    guard let source = try? UTF8Span(validating: source) else { return .invalidUTF8(side: 0) }
    guard let target = try? UTF8Span(validating: target) else { return .invalidUTF8(side: 1) }
    sourceTokenizer.tokenize(source, into: &sourceTokens)
    targetTokenizer.tokenize(target, into: &targetTokens)
    switch (sourceTokens.isEmpty, targetTokens.isEmpty) {
    case (true, true): return .bothBlank
    case (true, false): return .blank(side: 0)
    case (false, true): return .blank(side: 1)
    case (false, false):
      let length = max(sourceTokens.count, targetTokens.count)
      return length > limits.maximumLength ? .tooLong : nil
    }
  }
}
