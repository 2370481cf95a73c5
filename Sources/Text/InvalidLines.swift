// SPDX-License-Identifier: Apache-2.0

import Files

/// The lines of a text that are not valid UTF-8, and bytes of them by which to know their encoding.
package struct InvalidLines: Sendable {
  package var count = 0
  /// The number of the first of them, from 1; 0 where there is none.
  package var firstLine = 0
  /// The number of lines that are valid but hold U+0000.
  package var nulCount = 0
  /// The first of their bytes, a line feed behind each line.
  private(set) var sample: [UInt8] = []

  private static let sampleSize = 1 << 16

  package init() {}

  package mutating func add(_ line: Span<UInt8>, number: Int) {
    if count == 0 { firstLine = number }
    count += 1
    guard sample.count < Self.sampleSize else { return }
    Text.append(line.extracting(first: Self.sampleSize), to: &sample)
    sample.append(UInt8(ascii: "\n"))
  }

  /// Adds the invalid ones among the lines of a block, the first of which has this number.
  mutating func add(_ faults: [Int: LineFault], of lines: LineBlock, firstLine: Int) {
    for (line, fault) in faults.sorted(by: { $0.key < $1.key }) {
      switch fault {
      case .invalidUTF8:
        add(lines.bytes.span.extracting(lines.range(line)), number: firstLine + line)
      case .nul: nulCount += 1
      }
    }
  }

  /// Adds those of lines further on.
  mutating func add(_ other: InvalidLines) {
    if count == 0 { firstLine = other.firstLine }
    count += other.count
    nulCount += other.nulCount
    sample += other.sample.prefix(Self.sampleSize - min(sample.count, Self.sampleSize))
  }

  /// What there is to say of the encoding of a file with so many lines; nil where all are valid.
  ///
  /// - Throws: `TextEncodingError` where most lines are not valid, `TextFormatError` where most hold
  ///   U+0000.
  func encoding(ofFile path: String, lines: Int) throws -> TextEncodingError? {
    if 2 * nulCount > lines { throw TextFormatError(path: path, .binary) }
    let encoding = TextEncodingError(path: path, self, of: lines)
    if let encoding, encoding.isOfMostLines { throw encoding }
    return encoding
  }
}

/// A file with lines that are not valid UTF-8, and the encoding that these are probably in.
public struct TextEncodingError: Error, Equatable, Sendable, Codable {
  public var path: String
  public var invalidLines: Int
  /// The number of the first of them, from 1.
  public var firstLine: Int
  /// The number of all lines of the file.
  public var lines: Int
  /// The name that iconv has for the encoding; nil where none is likely.
  public var encoding: String?

  public init(path: String, invalidLines: Int, firstLine: Int, lines: Int, encoding: String?) {
    self.path = path
    self.invalidLines = invalidLines
    self.firstLine = firstLine
    self.lines = lines
    self.encoding = encoding
  }

  /// Nil where no line is invalid.
  package init?(path: String, _ invalid: InvalidLines, of lines: Int) {
    guard invalid.count > 0 else { return nil }
    self.init(
      path: path, invalidLines: invalid.count, firstLine: invalid.firstLine, lines: lines,
      encoding: probableEncoding(of: invalid.sample.span))
  }

  /// Whether more than half of the lines are invalid, so that the rest is no sample of the text.
  public var isOfMostLines: Bool { 2 * invalidLines > lines }

  /// Whether more lines are invalid than single accidents explain: one in a hundred.
  public var isOfManyLines: Bool { 100 * invalidLines > lines }
}
