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
    guard head.contains(0) else { return }
    let isOfFirstLine = head.prefix { $0 != 0x0A }.contains(0)
    // A text with few NULs further on may be read as wide by chance.
    if let wide = WideText(head),
      isOfFirstLine || wide.isCertain || wide.endsLines && !isPlain(head)
    {
      throw TextFormatError(path: path, wide.format)
    }
    if isOfFirstLine { throw TextFormatError(path: path, .binary) }
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

  /// Whether the bytes are UTF-8 without other control characters than NUL.
  private static func isPlain(_ bytes: [UInt8]) -> Bool {
    String(validating: bytes, as: UTF8.self) != nil
      && bytes.allSatisfy { $0 == 0 || $0 >= 0x20 || (0x09...0x0D).contains($0) }
  }
}
