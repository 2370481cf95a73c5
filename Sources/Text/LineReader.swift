// SPDX-License-Identifier: Apache-2.0

package import Files
import Glibc

/// A line of text and its number, from 1.
package struct TextLine: Equatable, Sendable {
  package let number: Int
  /// The text, with U+FFFD in place of invalid bytes.
  package var text: String
  /// True if the bytes are valid UTF-8.
  package let isValid: Bool
  /// True if the line was too long and its end was cut off.
  package let isCut: Bool
  /// True if the line contains U+0000.
  package let hasNul: Bool
}

/// Reads the lines of a file, pipe or terminal, each as soon as it arrives.
///
/// Only `\n` ends a line. A `\r` before it and a byte-order mark at the start are removed. A line
/// is cut after `longestLine` bytes, which bounds the memory. Files in another format are rejected
/// with `TextFormatError`, based on the bytes that arrive with the first line.
package final class LineReader {
  package static let longestLine = 1 << 24

  package let path: String
  /// The number of the current line, from 1; after the last line, the number of lines.
  package private(set) var lineNumber = 0
  /// The number of bytes read so far, and their hash.
  package private(set) var byteCount = 0
  package private(set) var hash = XXHash64()

  private let descriptor: Int32
  private let ownsDescriptor: Bool
  private let longestLine: Int
  private var buffer = [UInt8](repeating: 0, count: 1 << 17)
  private var line = 0..<0
  /// True if the current line was cut.
  package private(set) var isCut = false
  private var isPendingCut = false
  /// The bytes after the current line. The first `scanned` of them contain no `\n`.
  private var pending = 0..<0
  private var scanned = 0
  private var isAtStart = true
  private var isAtEnd = false
  /// True if the start of the file has been checked to be text.
  private var isChecked = false

  private static let readSize = 1 << 16

  /// Opens a file or a named pipe.
  package init(path: String) throws(FileError) {
    let descriptor = unsafe open(path.systemPath, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(.open, path: path, code: errno) }
    if isDirectory(path) {
      close(descriptor)
      throw FileError(.open, path: path, code: EISDIR)
    }
    self.path = path
    self.descriptor = descriptor
    ownsDescriptor = true
    longestLine = Self.longestLine
  }

  /// Reads from an open descriptor, which the caller closes. `name` takes the place of the path in
  /// errors.
  package init(descriptor: Int32, name: String, longestLine: Int = LineReader.longestLine) {
    path = name
    self.descriptor = descriptor
    ownsDescriptor = false
    self.longestLine = longestLine
  }

  deinit { if ownsDescriptor { close(descriptor) } }

  /// Moves to the next line, waiting for it if necessary; false at the end.
  ///
  /// - Throws: `FileError`, or `TextFormatError` before the first line.
  package func advance() throws -> Bool {
    while true {
      if let end = endOfPendingLine() {
        take(upTo: end, next: end + 1)
        return true
      }
      if isAtEnd { break }
      try fill()
    }
    skipByteOrderMark()
    if lineNumber == 0 { try TextFormatError.checkLineEnds(buffer[pending], path: path) }
    guard !pending.isEmpty else {
      line = 0..<0
      return false
    }
    take(upTo: pending.upperBound, next: pending.upperBound)
    return true
  }

  /// Calls `body` with the bytes of the current line, which are valid only inside it.
  ///
  /// A call of `hasLineReady` may discard the current line.
  package func withLine<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let buffer = buffer
    return try body(buffer.span.extracting(line))
  }

  /// Moves to the next line and returns it; nil at the end.
  ///
  /// - Throws: The errors of `advance`.
  package func next() throws -> TextLine? {
    guard try advance() else { return nil }
    return withLine { bytes in
      let text = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
      let isValid = (try? UTF8Span(validating: bytes)) != nil
      return TextLine(
        number: lineNumber, text: text, isValid: isValid, isCut: isCut, hasNul: containsNul(bytes))
    }
  }

  /// Returns true if `next` would return a line at once, without waiting for more bytes.
  ///
  /// - Throws: The errors of `advance`.
  package func hasLineReady() throws -> Bool {
    while endOfPendingLine() == nil {
      if isAtEnd {
        skipByteOrderMark()
        return !pending.isEmpty
      }
      guard waitForBytes(timeout: 0) else { return false }
      try fill()
    }
    return true
  }

  private func endOfPendingLine() -> Int? {
    let start = pending.lowerBound + scanned
    let end = unsafe buffer.withUnsafeBytes { bytes -> Int? in
      guard let base = bytes.baseAddress else { return nil }
      let count = pending.upperBound - start
      let found = unsafe memchr(base + start, Int32(UInt8(ascii: "\n")), count)
      return unsafe found.map { unsafe UnsafeRawPointer($0) - base }
    }
    scanned = (end ?? pending.upperBound) - pending.lowerBound
    if end == nil && scanned > longestLine { cutPending() }
    return end
  }

  /// Drops the bytes of the unfinished line beyond the limit.
  private func cutPending() {
    skipByteOrderMark()
    scanned = min(pending.count, longestLine)
    isPendingCut = isPendingCut || scanned < pending.count
    pending = pending.prefix(scanned)
  }

  private func take(upTo end: Int, next: Int) {
    skipByteOrderMark()
    isCut = isPendingCut || end - pending.lowerBound > longestLine
    isPendingCut = false
    if isCut {
      line = pending.lowerBound..<endOfWholeCharacters(pending.lowerBound + longestLine)
    } else {
      let hasReturn =
        next > end && end > pending.lowerBound && buffer[end - 1] == UInt8(ascii: "\r")
      line = pending.lowerBound..<(hasReturn ? end - 1 : end)
    }
    pending = next..<pending.upperBound
    scanned = 0
    lineNumber += 1
  }

  /// Returns `end`, or the start of the UTF-8 character that contains it.
  private func endOfWholeCharacters(_ end: Int) -> Int {
    for start in (pending.lowerBound..<end).suffix(3).reversed() {
      let byte = buffer[start]
      if byte & 0xC0 == 0x80 { continue }
      let length = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      return start + length > end ? start : end
    }
    return end
  }

  private func skipByteOrderMark() {
    guard isAtStart else { return }
    isAtStart = false
    guard buffer[pending].starts(with: [0xEF, 0xBB, 0xBF]) else { return }
    pending.removeFirst(3)
    scanned = 0
  }

  /// Reads the bytes that have arrived, waiting if there are none.
  private func fill() throws {
    makeRoom()
    let end = pending.upperBound
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe read(descriptor, bytes.baseAddress?.advanced(by: end), bytes.count - end)
    }
    guard count >= 0 else {
      let code = errno
      guard code == EAGAIN || code == EINTR else { throw FileError(.read, path: path, code: code) }
      if code == EAGAIN { _ = waitForBytes(timeout: -1) }
      return
    }
    isAtEnd = count == 0
    pending = pending.lowerBound..<(end + count)
    byteCount += count
    let buffer = buffer
    hash.update(buffer.span.extracting(end..<(end + count)))
    if !isChecked { try checkStart() }
  }

  /// Checks the bytes that have arrived, until they hold the first line or are enough for a
  /// decision.
  private func checkStart() throws(TextFormatError) {
    isChecked =
      isAtEnd || pending.count >= FileFormat.headLength
      || buffer[pending].contains(UInt8(ascii: "\n"))
    try TextFormatError.check(buffer[pending], hasFirstLine: isChecked, path: path)
  }

  /// Moves the pending bytes to the front, or doubles the buffer if one line fills it.
  private func makeRoom() {
    guard buffer.count - pending.upperBound < Self.readSize else { return }
    line = 0..<0
    guard pending.lowerBound >= Self.readSize else {
      buffer.append(contentsOf: repeatElement(0, count: buffer.count))
      return
    }
    for index in pending { buffer[index - pending.lowerBound] = buffer[index] }
    pending = 0..<pending.count
  }

  /// Returns true if bytes or the end arrive within `timeout` milliseconds (-1: no time limit).
  private func waitForBytes(timeout: Int32) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&request, 1, timeout) > 0
  }
}
