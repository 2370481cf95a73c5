// SPDX-License-Identifier: Apache-2.0

import Files
import Glibc
import TestSupport
import Testing

@testable import Text

@Suite struct LineReaderTests {
  @Test(arguments: [
    ("", []),
    ("\n", [""]),
    ("a", ["a"]),
    ("a\nb\n", ["a", "b"]),
    ("a\r\n\r\nb", ["a", "", "b"]),
    ("a\r\r\n\rb\r", ["a\r", "\rb\r"]),
    ("a\r", ["a\r"]),
    ("\r", ["\r"]),
    ("\u{FEFF}a\n\u{FEFF}b\n", ["a", "\u{FEFF}b"]),
    ("\u{FEFF}\u{FEFF}", ["\u{FEFF}"]),
    ("\u{FEFF}", []),
    ("\u{FEFF}\r\n", [""]),
    ("a\u{2028}b\u{85}c\u{B}d\u{C}e\n", ["a\u{2028}b\u{85}c\u{B}d\u{C}e"]),
    ("a\nb\0c\n\0\n", ["a", "b\0c", "\0"]),
  ])
  func endsLinesAtLineFeedsOnly(_ text: String, _ expected: [String]) throws {
    let directory = TemporaryDirectory()
    let path = directory.path("lines")
    try write(Array(text.utf8), to: path)
    let reader = try LineReader(path: path)
    var found: [String] = []
    while let line = try reader.next() {
      found.append(line.text)
      #expect(line.number == found.count && line.isValid)
    }
    #expect(found.map { Array($0.utf8) } == expected.map { Array($0.utf8) })
    #expect(reader.lineNumber == expected.count)
    #expect(try reader.next() == nil)
  }

  @Test func replacesInvalidUTF8AndSaysSo() throws {
    let pipe = Pipe()
    pipe.send([0x61, 0xFF, 0x62, 0x0A, 0x63, 0x0A, 0xC3, 0x0A])
    pipe.end()
    let reader = LineReader(descriptor: pipe.input, name: "standard input")
    #expect(
      try reader.next()
        == TextLine(number: 1, text: "a\u{FFFD}b", isValid: false, isCut: false, hasNul: false))
    #expect(
      try reader.next()
        == TextLine(number: 2, text: "c", isValid: true, isCut: false, hasNul: false))
    #expect(
      try reader.next()
        == TextLine(number: 3, text: "\u{FFFD}", isValid: false, isCut: false, hasNul: false))
    #expect(try reader.next() == nil)
  }

  @Test func answersEachLineOfAnOpenPipeAtOnce() throws {
    let pipe = Pipe()
    let reader = LineReader(descriptor: pipe.input, name: "pipe")
    #expect(try !reader.hasLineReady())
    pipe.send(Array("one\ntw".utf8))
    #expect(try reader.hasLineReady())
    #expect(try reader.next()?.text == "one")
    #expect(try !reader.hasLineReady())
    pipe.send(Array("o\nthree\nfour".utf8))
    #expect(try reader.next()?.text == "two")
    #expect(try reader.hasLineReady())
    #expect(try reader.next()?.text == "three")
    #expect(try !reader.hasLineReady())
    pipe.end()
    #expect(try reader.hasLineReady())
    #expect(try reader.next()?.text == "four")
    #expect(try !reader.hasLineReady())
    #expect(try reader.next() == nil)
  }

  @Test func saysNoLineIsReadyWhenOnlyAByteOrderMarkIsLeft() throws {
    let pipe = Pipe()
    pipe.send([0xEF, 0xBB, 0xBF])
    pipe.end()
    let reader = LineReader(descriptor: pipe.input, name: "pipe")
    #expect(try !reader.hasLineReady())
    #expect(try reader.next() == nil)
  }

  @Test func waitsOnADescriptorThatDoesNot() async throws {
    let pipe = Pipe()
    #expect(fcntl(pipe.input, F_SETFL, O_NONBLOCK) == 0)
    let output = pipe.output
    let sender = Task.detached { Glibc.write(output, "late\n", 5) }
    let reader = LineReader(descriptor: pipe.input, name: "pipe")
    #expect(try reader.next()?.text == "late")
    #expect(await sender.value == 5)
  }

  @Test func readsNamedPipes() throws {
    let directory = TemporaryDirectory()
    let path = directory.path("fifo")
    #expect(mkfifo(path, 0o600) == 0)
    let output = open(path, O_RDWR)
    let reader = try LineReader(path: path)
    #expect(Glibc.write(output, "x\ny", 3) == 3)
    #expect(try reader.next()?.text == "x")
    close(output)
    #expect(try reader.next()?.text == "y")
    #expect(try reader.next() == nil)
  }

  @Test func findsTheSameLinesHoweverTheyArrive() throws {
    var generator = SeededGenerator(seed: 9)
    for round in 0..<4 {
      let bytes = randomBytes(count: 90_000, rare: round * 40_000, &generator)
      let expected = expectedLines(of: bytes)
      let pipe = Pipe()
      let reader = LineReader(descriptor: pipe.input, name: "pipe")
      var found: [[UInt8]] = []
      var sent = 0
      while sent < bytes.count {
        let size = min(Int(generator.next() % 60_000) + 1, bytes.count - sent)
        pipe.send(Array(bytes[sent..<sent + size]))
        sent += size
        while try reader.hasLineReady() { found.append(try nextBytes(reader)) }
      }
      pipe.end()
      while try reader.advance() { found.append(reader.withLine(array)) }
      #expect(found == expected)
      #expect(reader.byteCount == bytes.count)
      #expect(reader.hash.digest() == XXHash64.hash(bytes.span))
    }
  }

  /// A line is cut at the limit, between characters, however its bytes arrive.
  @Test(arguments: [
    ("abcde\nfg\n", ["abcd", "fg"], [true, false]),
    ("abcd\nabcde", ["abcd", "abcd"], [false, true]),
    ("abcd\r\nabcde\r\n", ["abcd", "abcd"], [true, true]),
    ("abcé\nabé\naé\u{20AC}\n", ["abc", "abé", "aé"], [true, false, true]),
    ("\u{1F600}\u{1F600}\na\u{1F600}\n", ["\u{1F600}", "a"], [true, true]),
    ("\u{FEFF}abcdefghi\nx", ["abcd", "x"], [true, false]),
  ])
  func cutsLongLines(_ text: String, _ expected: [String], _ cut: [Bool]) throws {
    for size in 1...text.utf8.count {
      let pipe = Pipe()
      let reader = LineReader(descriptor: pipe.input, name: "pipe", longestLine: 4)
      var found: [TextLine] = []
      for byte in stride(from: 0, to: text.utf8.count, by: size) {
        pipe.send(Array(text.utf8.dropFirst(byte).prefix(size)))
        while try reader.hasLineReady(), let line = try reader.next() { found.append(line) }
      }
      pipe.end()
      while let line = try reader.next() { found.append(line) }
      #expect(found.map(\.text) == expected, "in pieces of \(size)")
      #expect(found.map(\.isCut) == cut, "in pieces of \(size)")
      #expect(found.allSatisfy { $0.isValid })
      #expect(found.map(\.number) == Array(1...expected.count))
      #expect(reader.hash.digest() == XXHash64.hash(Array(text.utf8).span))
    }
  }

  /// "a\n" in UTF-16 with the byte-order mark, and the mark alone.
  static let utf16: [[UInt8]] = [
    [0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00], [0xFE, 0xFF, 0x00, 0x61, 0x00, 0x0A],
    [0xFF, 0xFE], [0xFE, 0xFF],
  ]

  @Test(arguments: utf16) func refusesAFileInUTF16(bytes: [UInt8]) throws {
    let directory = TemporaryDirectory()
    let path = directory.path("lines")
    try write(bytes, to: path)
    #expect(throws: TextFormatError(path: path, .utf16)) { try LineReader(path: path).next() }
    #expect(throws: TextFormatError(path: path, .utf16)) { try LineReader(path: path).advance() }
    #expect(throws: TextFormatError(path: path, .utf16)) {
      try LineReader(path: path).hasLineReady()
    }
  }

  @Test(arguments: utf16) func refusesANamedPipeInUTF16HoweverItArrives(bytes: [UInt8]) throws {
    let directory = TemporaryDirectory()
    let path = directory.path("fifo")
    #expect(mkfifo(path, 0o600) == 0)
    let output = open(path, O_RDWR)
    defer { close(output) }
    let reader = try LineReader(path: path)
    #expect(Glibc.write(output, bytes, 1) == 1)
    #expect(try !reader.hasLineReady())
    #expect(Glibc.write(output, Array(bytes.dropFirst()), bytes.count - 1) == bytes.count - 1)
    #expect(throws: TextFormatError(path: path, .utf16)) { try reader.next() }
  }

  /// Half a mark does not count, nor does a mark after the start.
  @Test(
    arguments: [
      [0xFF], [0xFE], [0xFF, 0x0A], [0xFE, 0x0A, 0xFF], [0xFF, 0xFF, 0xFE], [0x0A, 0xFF, 0xFE],
      [0x61, 0xFE, 0xFF], [0xEF, 0xBB, 0xBF, 0xFF, 0xFE],
    ] as [[UInt8]])
  func readsAFileThatOnlyResemblesUTF16(bytes: [UInt8]) throws {
    let directory = TemporaryDirectory()
    let path = directory.path("lines")
    try write(bytes, to: path)
    let reader = try LineReader(path: path)
    var found: [Bool] = []
    while let line = try reader.next() { found.append(line.isValid) }
    #expect(found.contains(false))
  }

  @Test(arguments: utf16) func refusesUTF16FromADescriptor(bytes: [UInt8]) throws {
    let pipe = Pipe()
    let reader = LineReader(descriptor: pipe.input, name: "standard input")
    pipe.send(bytes)
    #expect(throws: TextFormatError(path: "standard input", .utf16)) { try reader.next() }
  }

  /// A NUL in the first line is judged once the whole line has arrived, not before.
  @Test(
    arguments: [
      ([0x61, 0x00, 0x62, 0x00, 0x0A, 0x00], .utf16LittleEndian),
      ([0x00, 0x61, 0x00, 0x0A], .utf16BigEndian),
      ([0x61, 0x00, 0x00, 0x00, 0x0A, 0x00, 0x00, 0x00], .utf32LittleEndian),
      ([0x00, 0x00, 0x00, 0x61, 0x00, 0x00, 0x00, 0x0A], .utf32BigEndian),
      ([0x61, 0x00, 0x01, 0x0A], .binary),
    ] as [([UInt8], FileFormat)])
  func refusesNulsWhenTheFirstLineHasArrived(bytes: [UInt8], format: FileFormat) throws {
    let pipe = Pipe()
    let reader = LineReader(descriptor: pipe.input, name: "pipe")
    for byte in bytes.prefix(while: { $0 != 0x0A }) {
      pipe.send([byte])
      #expect(try !reader.hasLineReady())
    }
    pipe.send([0x0A])
    #expect(throws: TextFormatError(path: "pipe", format)) { try reader.next() }
  }

  @Test func answersTextWhoseNulsComeLater() throws {
    let pipe = Pipe()
    let reader = LineReader(descriptor: pipe.input, name: "pipe")
    pipe.send(Array("a\n\0\nb\0\n".utf8))
    #expect(try reader.next()?.hasNul == false)
    #expect(try reader.next()?.hasNul == true)
    #expect(try reader.next()?.text == "b\0")
  }

  /// A file with carriage returns and no line feeds is rejected at its end, not before.
  @Test func refusesCarriageReturnsOnly() throws {
    let pipe = Pipe()
    let reader = LineReader(descriptor: pipe.input, name: "pipe")
    pipe.send(Array("a\rb\r".utf8))
    #expect(try !reader.hasLineReady())
    pipe.end()
    #expect(throws: TextFormatError(path: "pipe", .carriageReturns)) { try reader.next() }
  }

  @Test func namesWhatCannotBeRead() throws {
    #expect(throws: FileError(.open, path: "/none/x", code: ENOENT)) {
      _ = try LineReader(path: "/none/x")
    }
    #expect(throws: FileError(.open, path: "/tmp", code: EISDIR)) {
      _ = try LineReader(path: "/tmp")
    }
    let memory = try LineReader(path: "/proc/self/mem")
    #expect(throws: FileError(.read, path: "/proc/self/mem", code: EIO)) { try memory.advance() }
  }

  private func nextBytes(_ reader: LineReader) throws -> [UInt8] {
    #expect(try reader.advance())
    return reader.withLine(array)
  }

  private func array(_ bytes: Span<UInt8>) -> [UInt8] { bytes.indices.map { bytes[$0] } }

  /// Returns bytes of which about `rare` in a million end a line; lines exceed any buffer. If none
  /// ends a line, there is no carriage return either, because it would count as a line end.
  private func randomBytes(
    count: Int, rare: Int, _ generator: inout SeededGenerator
  ) -> [UInt8] {
    (0..<count).map { _ in
      let number = generator.next()
      guard number % 1_000_000 < rare else {
        return rare > 0 && number % 17 == 0 ? 0x0D : UInt8(number >> 57) + 14
      }
      return 0x0A
    }
  }

  private func expectedLines(of bytes: [UInt8]) -> [[UInt8]] {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    for index in lines.indices.dropLast() where lines[index].last == 0x0D {
      lines[index].removeLast()
    }
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }
}

/// A pipe of the operating system, closed at the end of its lifetime.
private final class Pipe {
  let input: Int32
  private(set) var output: Int32

  init() {
    var ends: [Int32] = [0, 0]
    precondition(pipe(&ends) == 0)
    (input, output) = (ends[0], ends[1])
  }

  /// Sends at most 64 KB, the capacity of a pipe.
  func send(_ bytes: [UInt8]) {
    precondition(Glibc.write(output, bytes, bytes.count) == bytes.count)
  }

  func end() {
    close(output)
    output = -1
  }

  deinit {
    close(input)
    if output >= 0 { close(output) }
  }
}
