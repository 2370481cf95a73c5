// SPDX-License-Identifier: Apache-2.0

import Files

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

/// Reads the pairs of a corpus in blocks, once: a pipe will do.
final class CorpusReader {
  private let corpus: ParallelSource
  /// One for each file of the corpus.
  private let readers: [LineReader]
  private(set) var pairsRead = 0
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
    var block = PairBlock(firstLine: pairsRead + 1)
    while failure == nil && !block.isFull {
      do {
        guard try readLines() else { break }
      } catch {
        failure = error
        break
      }
      pairsRead += 1
      addLines(to: &block)
    }
    block.close()
    if block.count > 0 { return block }
    if let failure { throw failure }
    return nil
  }

  /// What was read; of the whole corpus once `next` has returned nil.
  var fingerprint: CorpusFingerprint {
    CorpusFingerprint(
      bytes: readers.reduce(0) { $0 + $1.byteCount }, lines: pairsRead,
      hash: readers.map(\.hash.hexadecimal).joined())
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

  private func addLines(to block: inout PairBlock) {
    guard !readers.contains(where: \.isCut) else { return block.add(fault: .tooLong) }
    switch corpus {
    case .files:
      readers[0].withLine { source in readers[1].withLine { block.add(source, $0) } }
    case .pairs:
      readers[0].withLine { line in
        guard let tab = firstTab(in: line, from: 0) else { return block.add(fault: .noTab) }
        let end = firstTab(in: line, from: tab + 1) ?? line.count
        block.add(line.extracting(..<tab), line.extracting((tab + 1)..<end))
      }
    }
  }

  private func firstTab(in line: Span<UInt8>, from start: Int) -> Int? {
    (start..<line.count).first { line[$0] == UInt8(ascii: "\t") }
  }
}
