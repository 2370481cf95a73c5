// SPDX-License-Identifier: Apache-2.0

/// A file that is in another format, where text in UTF-8 is read.
public struct TextFormatError: Error, Equatable, Sendable {
  public let path: String
  public let format: FileFormat

  public init(path: String, _ format: FileFormat) {
    self.path = path
    self.format = format
  }

  /// Looks at the first bytes of the text file at `path`.
  ///
  /// A NUL byte tells what it is part of only where the bytes hold all of the first line, or as much of
  /// it as is looked at.
  ///
  /// - Throws: `TextFormatError` where they are those of another format.
  package static func check(
    _ bytes: some Collection<UInt8>, hasFirstLine: Bool = true, path: String
  ) throws(TextFormatError) {
    if let format = FileFormat(beginning: bytes) { throw TextFormatError(path: path, format) }
    guard hasFirstLine else { return }
    let head = Array(bytes.prefix(FileFormat.headLength))
    let firstLine = head.prefix { $0 != 0x0A }
    // Of little-endian text, the rest of the line feed begins the next line.
    let mayBeWide = head.dropFirst(firstLine.count + 1).first == 0 && !isPlain(firstLine)
    guard firstLine.contains(0) || mayBeWide else { return }
    if let format = FileFormat.wideText(head) { throw TextFormatError(path: path, format) }
    if firstLine.contains(0) { throw TextFormatError(path: path, .binary) }
  }

  /// - Throws: `TextFormatError` where the bytes are lines that end in carriage returns only.
  package static func checkLineEnds(
    _ bytes: some Collection<UInt8>, path: String
  ) throws(TextFormatError) {
    guard let end = bytes.firstIndex(of: 0x0D), bytes.index(after: end) < bytes.endIndex else {
      return
    }
    if !bytes.contains(0x0A) { throw TextFormatError(path: path, .carriageReturns) }
  }

  /// Whether the line is UTF-8 without control characters.
  private static func isPlain(_ line: ArraySlice<UInt8>) -> Bool {
    String(validating: line, as: UTF8.self) != nil
      && line.allSatisfy { $0 >= 0x20 || (0x09...0x0D).contains($0) }
  }
}
