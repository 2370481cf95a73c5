// SPDX-License-Identifier: Apache-2.0

import Files
import Glibc
import Text

/// A part of a text file, which one thread processes at a time.
struct RunningTextBlock: Sendable {
  /// The number of the file, from 0.
  let file: Int
  /// The number of the line that the block begins with or in, from 1.
  let firstLine: Int
  /// True if the block begins inside a line.
  let continuesLine: Bool
  /// True if it may also begin inside a run of characters between whitespace, or directly after one.
  let continuesRun: Bool
  /// The text; empty at the end of a file.
  var bytes: [UInt8]
  var endsFile: Bool { bytes.isEmpty }
}

/// Reads a text file in blocks. The file may be a pipe.
///
/// A block ends after a line feed. A block without one ends before a space inside the line, or else
/// between two extended grapheme clusters, so that long lines need no more memory than short ones.
final class RunningTextReader {
  let path: String
  /// The number of bytes read so far, and their hash.
  private(set) var byteCount = 0
  private(set) var hash = XXHash64()
  /// The number of lines in the blocks so far; a last line need not end in a line feed.
  var lines: Int { lineFeeds + (continuesLine ? 1 : 0) }

  private let descriptor: Int32
  private let file: Int
  private var pending: [UInt8] = []
  private var isAtStart = true
  private var isAtEnd = false
  private var isFinished = false
  private var lineFeeds = 0
  private var continuesLine = false
  /// True if it is known that the last block does not end in whitespace.
  private var lastEndsInRun = false
  private let needsLines: Bool
  private let blockSize: Int

  /// The size at which a block ends even inside a grapheme cluster.
  private static let longestBlock = 1 << 24

  /// Opens the file with number `file`. If it `needsLines`, line feeds must end them.
  init(
    path: String, file: Int, needsLines: Bool, blockSize: Int
  ) throws(FileError) {
    descriptor = unsafe open(path.systemPath, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(.open, path: path, code: errno) }
    self.path = path
    self.file = file
    self.needsLines = needsLines
    self.blockSize = blockSize
    if isDirectory(path) { throw FileError(.open, path: path, code: EISDIR) }
  }

  deinit { close(descriptor) }

  /// Returns the next block; after the last one an empty block, then nil.
  ///
  /// - Throws: `FileError`, or `TextFormatError` if the file is not text.
  func next() throws -> RunningTextBlock? {
    if isFinished { return nil }
    var size = blockSize
    try fill(to: isAtStart ? max(size, FileFormat.headLength) : size)
    if isAtStart { try checkStart() }
    while pending.count >= size {
      if let block = takeWholeUnits(size) { return block }
      guard size < Self.longestBlock else { return take(startOfLastCodePoint(pending.span)) }
      size *= 2
      try fill(to: size)
    }
    isFinished = pending.isEmpty
    return take(pending.count)
  }

  /// Takes a block of at most `size` bytes; nil if it would end inside a unit.
  private func takeWholeUnits(_ size: Int) -> RunningTextBlock? {
    if let lineFeed = pending[..<size].lastIndex(of: 0x0A) { return take(lineFeed + 1) }
    let pending = pending
    let bytes = pending.span.extracting(..<size)
    let whole = bytes.extracting(..<startOfLastCodePoint(bytes))
    guard let text = try? UTF8Span(validating: whole) else { return nil }
    if let space = placeOfLastSingleSpace(in: text) { return take(space, endsInRun: true) }
    let end = startOfLastCluster(in: text)
    return end > 0 ? take(end) : nil
  }

  private func take(_ count: Int, endsInRun: Bool = false) -> RunningTextBlock {
    let block = RunningTextBlock(
      file: file, firstLine: lineFeeds + 1, continuesLine: continuesLine,
      continuesRun: continuesLine && (pending.first != 0x20 || lastEndsInRun),
      bytes: Array(pending[..<count]))
    pending.removeSubrange(..<count)
    lineFeeds += block.bytes.count { $0 == 0x0A }
    if let last = block.bytes.last { continuesLine = last != 0x0A }
    lastEndsInRun = endsInRun
    return block
  }

  private func checkStart() throws(TextFormatError) {
    isAtStart = false
    try TextFormatError.check(pending.prefix(FileFormat.headLength), path: path)
    if needsLines { try TextFormatError.checkLineEnds(pending, path: path) }
    if pending.starts(with: [0xEF, 0xBB, 0xBF]) { pending.removeFirst(3) }
  }

  /// Reads until `size` bytes are pending or the file ends.
  private func fill(to size: Int) throws(FileError) {
    let start = pending.count
    guard start < size, !isAtEnd else { return }
    pending.append(contentsOf: repeatElement(0, count: size - start))
    var end = start
    while end < size {
      let count = unsafe pending.withUnsafeMutableBytes { bytes in
        unsafe read(descriptor, bytes.baseAddress?.advanced(by: end), size - end)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError(.read, path: path, code: errno)
      }
      if count == 0 {
        isAtEnd = true
        break
      }
      end += count
    }
    pending.removeLast(size - end)
    byteCount += end - start
    let pending = pending
    hash.update(pending.span.extracting(start..<end))
  }
}

/// Returns the start of the last code point, which may be incomplete. In bytes that are not UTF-8,
/// it is one of the last four places.
private func startOfLastCodePoint(_ bytes: Span<UInt8>) -> Int {
  let places = bytes.indices.suffix(4)
  return places.last { bytes[$0] & 0xC0 != 0x80 } ?? bytes.count - 1
}
