// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Files
import Text

/// The files of a parallel corpus.
public enum ParallelSource: Sendable, Equatable {
  /// Two aligned files: line i of the target translates line i of the source.
  case files(source: String, target: String)
  /// A tab-separated file with one pair per line. Blank lines and a header line that names the
  /// columns are skipped.
  case pairs(String, columns: PairColumns = .firstTwo)

  /// The paths of the files.
  public var paths: [String] {
    switch self {
    case .files(let source, let target): [source, target]
    case .pairs(let path, _): [path]
    }
  }
}

/// Settings that select the pairs of a corpus.
public struct CorpusLimits: Sendable, Equatable {
  /// The maximum number of tokens per side; longer pairs are skipped.
  public var maximumLength: Int
  /// True if invalid UTF-8, U+0000, a missing column or a pair with one blank side is an error;
  /// otherwise such pairs are skipped and counted.
  public var strict: Bool
  /// True if the corpus is read even if its columns almost certainly do not hold sentences and
  /// their translations; otherwise that is a `SuspectLayout` error.
  public var allowsSuspectColumns: Bool

  public init(
    maximumLength: Int = 100, strict: Bool = false, allowsSuspectColumns: Bool = false
  ) {
    self.maximumLength = maximumLength
    self.strict = strict
    self.allowsSuspectColumns = allowsSuspectColumns
  }
}

/// Reads the pairs of a corpus in blocks. It reads each file once, so that a file may be a pipe.
final class CorpusReader {
  private let corpus: ParallelSource
  /// One reader for each file of the corpus.
  private let readers: [LineReader]
  /// The number of lines read, including those without a pair, which `pairsRead` does not count.
  private var linesRead = 0
  private(set) var pairsRead = 0
  /// The layout of a file of pairs, known after its first line that is not blank; nil before, and
  /// for two files.
  private(set) var layout: PairLayout?
  private(set) var headerLine: Int?
  /// The cells of the first pairs, long ones cut; of two files, the sides of the first pair only.
  private(set) var sample: [[String]] = []
  /// The error that stopped reading; thrown after the pairs before it have been returned.
  private var failure: (any Error)?

  init(_ corpus: ParallelSource) throws(FileError) {
    self.corpus = corpus
    readers = try corpus.paths.map { (path) throws(FileError) in try LineReader(path: path) }
  }

  /// Returns the next pairs; nil at the end.
  ///
  /// - Throws: `TextFormatError` or `FileError`; `CorpusError` if the files differ in length or the
  ///   first line does not determine the columns. The pairs before the error are returned first.
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

  /// The fingerprint of the lines read so far; of the whole corpus after `next` has returned nil.
  var fingerprint: CorpusFingerprint {
    CorpusFingerprint(
      readers, lines: linesRead, columns: otherColumns, headerLine: headerLine)
  }

  /// The columns of source and target; nil if they are the first two.
  var otherColumns: [Int]? {
    layout?.otherColumns
  }

  /// Returns the file that holds a side: 0 for the source, 1 for the target.
  func path(ofSide side: Int) -> String { readers[min(side, readers.count - 1)].path }

  /// Advances every file to its next line; false at the end of all of them.
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

  /// - Throws: `CorpusError` if the first line does not determine the columns.
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

  /// Returns the first 200 bytes of a cell, enough to classify it.
  private func excerpt(_ cell: Span<UInt8>) -> String {
    String(0..<min(cell.count, 200), of: cell)
  }
}
