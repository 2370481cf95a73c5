// SPDX-License-Identifier: Apache-2.0

import Files
import Glibc
import Messages
import Text

/// The lines of standard input or of a file. Invalid UTF-8 and NUL bytes are replaced, and very long lines are cut. The
/// first such lines are reported one by one; the others are counted.
struct InputLines {
  private let reader: LineReader
  private let origin: TextOrigin
  private let console = Console()
  private var invalid = InvalidLines()
  private var nulCount = 0
  private var isAtEnd = false

  /// The maximum number of lines with the same problem that are reported one by one.
  private static let mostReported = 5

  /// Creates the lines that `command` reads, for example `translate`. On a terminal, prints a prompt.
  init(of command: String) {
    reader = LineReader(descriptor: STDIN_FILENO, name: "standard input")
    origin = .standardInput(of: command)
    if isatty(STDIN_FILENO) == 1 {
      console.note("Type a line and press Return. Press Ctrl-D to finish.")
    }
  }

  /// Creates the lines of a file.
  ///
  /// - Throws: `FileError`.
  init(ofFile path: String) throws(FileError) {
    reader = try LineReader(path: path)
    origin = .file(path)
  }

  /// Waits for the next line, and returns it with those that have arrived after it; nil at the end.
  mutating func next(atMost limit: Int) throws -> [TextLine]? {
    guard let first = try next() else { return nil }
    var lines = [first]
    while lines.count < limit, try hasLineReady(), let line = try next() { lines.append(line) }
    return lines
  }

  /// Waits for the next line and returns it; nil at the end.
  ///
  /// - Throws: `FileError`, or `InputFormatError` before the first line.
  mutating func next() throws -> TextLine? {
    guard var line = try naming({ try reader.next() }) else {
      if !isAtEnd { noteCounts() }
      isAtEnd = true
      return nil
    }
    if !line.isValid {
      reader.withLine { invalid.add($0, number: line.number) }
      note(line, invalid.count, "not valid UTF-8; the invalid bytes are read as U+FFFD")
    }
    if line.hasNul {
      line.text = replacingNuls(in: line.text)
      nulCount += 1
      note(line, nulCount, "contains a NUL byte, which is read as U+FFFD")
    }
    if line.isCut {
      console.note(
        "\(reader.path), line \(line.number): longer than 16 MiB; the rest is omitted.")
    }
    return line
  }

  private func replacingNuls(in text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
  }

  /// Returns true if `next()` returns without waiting.
  mutating func hasLineReady() throws -> Bool { try naming { try reader.hasLineReady() } }

  private func naming<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as TextFormatError {
      guard case .standardInput(let command) = origin else { throw error }
      throw InputFormatError(command: command, format: error.format)
    }
  }

  private func note(_ line: TextLine, _ count: Int, _ problem: String) {
    guard count <= Self.mostReported else { return }
    console.note("\(reader.path), line \(line.number): \(problem).")
  }

  private func noteCounts() {
    for (count, problem) in [
      (invalid.count, "were not valid UTF-8"), (nulCount, "contained a NUL byte"),
    ]
    where count > Self.mostReported {
      console.note(
        "\(reader.path): \(counted(count, "line")) \(problem); the first "
          + "\(Self.mostReported) are listed above.")
    }
    let encoding = TextEncodingError(path: reader.path, invalid, of: reader.lineNumber)
    if let encoding, encoding.isOfManyLines {
      console.note(encoding.conversion(of: origin))
    }
  }
}
