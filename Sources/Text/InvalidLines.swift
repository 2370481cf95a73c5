// SPDX-License-Identifier: Apache-2.0

import Files

/// The lines of a text that are not valid UTF-8, and a sample of their bytes for detecting the
/// encoding.
package struct InvalidLines: Sendable {
  package var count = 0
  /// The number of the first invalid line, from 1; 0 if there is none.
  package var firstLine = 0
  /// The number of lines that are valid but contain U+0000.
  package var nulCount = 0
  /// The bytes of the first invalid lines, each followed by a line feed.
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

  /// Adds the faulty lines of a block whose first line is number `firstLine`.
  package mutating func add(_ faults: [Int: LineFault], of lines: LineBlock, firstLine: Int) {
    for (line, fault) in faults.sorted(by: { $0.key < $1.key }) {
      switch fault {
      case .invalidUTF8:
        add(lines.bytes.span.extracting(lines.range(line)), number: firstLine + line)
      case .nul: nulCount += 1
      }
    }
  }

  /// Adds the invalid lines of a later part of the text.
  package mutating func add(_ other: InvalidLines) {
    if count == 0 { firstLine = other.firstLine }
    count += other.count
    nulCount += other.nulCount
    sample += other.sample.prefix(Self.sampleSize - min(sample.count, Self.sampleSize))
  }

  /// Returns the invalid lines and the probable encoding of a file with `lines` lines; nil if every
  /// line is valid UTF-8.
  ///
  /// - Throws: `TextEncodingError` if most lines are not valid, `TextFormatError` if most contain
  ///   U+0000.
  package func encoding(ofFile path: String, lines: Int) throws -> TextEncodingError? {
    if 2 * nulCount > lines { throw TextFormatError(path: path, .binary) }
    let encoding = TextEncodingError(path: path, self, of: lines)
    if let encoding, encoding.isOfMostLines { throw encoding }
    return encoding
  }
}

/// A file with lines that are not valid UTF-8, and the probable encoding of these lines.
public struct TextEncodingError: Error, Equatable, Sendable, Codable {
  public var path: String
  public var invalidLines: Int
  /// The number of the first invalid line, from 1.
  public var firstLine: Int
  /// The total number of lines in the file.
  public var lines: Int
  /// The iconv name of the encoding; nil if none is likely.
  public var encoding: String?

  public init(path: String, invalidLines: Int, firstLine: Int, lines: Int, encoding: String?) {
    self.path = path
    self.invalidLines = invalidLines
    self.firstLine = firstLine
    self.lines = lines
    self.encoding = encoding
  }

  /// Returns nil if no line is invalid.
  package init?(path: String, _ invalid: InvalidLines, of lines: Int) {
    guard invalid.count > 0 else { return nil }
    self.init(
      path: path, invalidLines: invalid.count, firstLine: invalid.firstLine, lines: lines,
      encoding: probableEncoding(of: invalid.sample.span))
  }

  /// True if more than half of the lines are invalid, so that the valid ones are not
  /// representative.
  public var isOfMostLines: Bool { 2 * invalidLines > lines }

  /// True if more than one line in a hundred is invalid: too many for isolated accidents.
  public var isOfManyLines: Bool { 100 * invalidLines > lines }
}
