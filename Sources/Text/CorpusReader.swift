// SPDX-License-Identifier: Apache-2.0

import Files

/// Where parallel text is.
public enum ParallelSource: Sendable, Equatable {
  /// Two files, of which line i of one translates line i of the other.
  case files(source: String, target: String)
  /// One tab-separated file with a pair a line. A first line that names the columns is not a pair, nor is a
  /// blank line.
  case pairs(String, columns: PairColumns = .firstTwo)

  /// The paths of the files.
  public var paths: [String] {
    switch self {
    case .files(let source, let target): [source, target]
    case .pairs(let path, _): [path]
    }
  }
}

/// Which pairs of a corpus are used.
public struct CorpusLimits: Sendable, Equatable {
  /// The most tokens that a side may have.
  public var maximumLength: Int
  /// Whether invalid UTF-8, a missing column or a one-sided blank line is an error; otherwise the pair
  /// is left out and counted.
  public var strict: Bool
  /// Whether a corpus is read whose columns are all but certainly not sentences and their translations;
  /// otherwise that is a `SuspectLayout` error.
  public var allowsSuspectColumns: Bool

  public init(
    maximumLength: Int = 100, strict: Bool = false, allowsSuspectColumns: Bool = false
  ) {
    self.maximumLength = maximumLength
    self.strict = strict
    self.allowsSuspectColumns = allowsSuspectColumns
  }
}

/// Reads the pairs of a corpus in blocks, once: a pipe will do.
final class CorpusReader {
  private let corpus: ParallelSource
  /// One for each file of the corpus.
  private let readers: [LineReader]
  /// Lines, of which those that hold no pair are no part of `pairsRead`.
  private var linesRead = 0
  private(set) var pairsRead = 0
  /// What the first line of a file of pairs tells; nil before it, and for two files.
  private(set) var layout: PairLayout?
  private(set) var headerLine: Int?
  /// The cells of the first pairs, the long ones cut.
  private(set) var sample: [[String]] = []
  /// What hindered reading on.
  private var failure: (any Error)?

  init(_ corpus: ParallelSource) throws(FileError) {
    self.corpus = corpus
    readers = try corpus.paths.map { (path) throws(FileError) in try LineReader(path: path) }
  }

  /// The next pairs; nil when there are none.
  ///
  /// - Throws: `TextFormatError`, `FileError`, or `CorpusError` at the end of sides of unequal length:
  ///   each when the pairs before it have been returned.
  func next() throws -> PairBlock? {
    var block = PairBlock(firstLine: linesRead + 1)
    while failure == nil && !block.isFull {
      do {
        guard try readLines() else { break }
        try addLines(to: &block)
      } catch {
        failure = error
        break
      }
      linesRead += 1
      if block.faults.last != .noPair { pairsRead += 1 }
    }
    block.close()
    if block.count > 0 { return block }
    if let failure { throw failure }
    return nil
  }

  /// What was read; of the whole corpus once `next` has returned nil.
  var fingerprint: CorpusFingerprint {
    CorpusFingerprint(
      bytes: readers.reduce(0) { $0 + $1.byteCount }, lines: linesRead,
      hash: readers.map(\.hash.hexadecimal).joined(), columns: otherColumns,
      headerLine: headerLine)
  }

  /// The columns where they are not the first two.
  var otherColumns: [Int]? {
    guard let layout, (layout.source, layout.target) != (1, 2) else { return nil }
    return [layout.source, layout.target]
  }

  /// The file that holds a side, 0 for the source, 1 for the target.
  func path(ofSide side: Int) -> String { readers[min(side, readers.count - 1)].path }

  /// Moves every file to its next line; false at the end of all of them.
  private func readLines() throws -> Bool {
    let first = try readers[0].advance()
    guard readers.count > 1 else { return first }
    let second = try readers[1].advance()
    if first == second { return first }
    for reader in readers {
      while try reader.advance() {}
    }
    throw CorpusError.unequalLineCounts(
      source: readers[0].path, sourceLines: readers[0].lineNumber,
      target: readers[1].path, targetLines: readers[1].lineNumber)
  }

  /// - Throws: `CorpusError` for columns that the first line does not name.
  private func addLines(to block: inout PairBlock) throws(CorpusError) {
    guard !readers.contains(where: \.isCut) else { return block.add(fault: .tooLong) }
    switch corpus {
    case .files:
      readers[0].withLine { source in
        readers[1].withLine { target in
          if sample.isEmpty { sample = [[excerpt(source), excerpt(target)]] }
          block.add(source, target)
        }
      }
    case .pairs(let path, let columns):
      try readers[0].withLine { (line) throws(CorpusError) in
        try addPair(line, path, columns, to: &block)
      }
    }
  }

  private func addPair(
    _ line: Span<UInt8>, _ path: String, _ columns: PairColumns, to block: inout PairBlock
  ) throws(CorpusError) {
    if trimmed(line.indices, of: line).isEmpty && !line.indices.contains(where: { line[$0] == 9 }) {
      return block.add(fault: .noPair)
    }
    let layout: PairLayout
    if let known = self.layout {
      layout = known
    } else {
      let names = cells(of: line).map { String($0, of: line) }
      layout = try PairLayout(columns, firstLine: names, path: path)
      self.layout = layout
      if layout.hasHeader {
        headerLine = linesRead + 1
        return block.add(fault: .noPair)
      }
    }
    if sample.count < SuspectLayout.sampleSize {
      sample.append(cells(of: line).map { excerpt(line.extracting($0)) })
    }
    guard let (source, target) = cells(layout.source, layout.target, of: line) else {
      return block.add(fault: .missingColumn)
    }
    block.add(line.extracting(source), line.extracting(target))
  }

  /// A cell, or as much of a long one as tells what it is.
  private func excerpt(_ cell: Span<UInt8>) -> String {
    String(0..<min(cell.count, 200), of: cell)
  }
}
