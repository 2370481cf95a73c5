// SPDX-License-Identifier: Apache-2.0

/// A file in another format, where UTF-8 text is expected.
public struct TextFormatError: Error, Equatable, Sendable {
  public let path: String
  public let format: FileFormat

  public init(path: String, _ format: FileFormat) {
    self.path = path
    self.format = format
  }

  /// Checks the first bytes of the text file at `path`.
  ///
  /// NUL bytes are checked only if `hasFirstLine`: if `bytes` hold the whole first line or the
  /// maximum number of bytes to examine.
  ///
  /// - Throws: `TextFormatError` if the bytes are those of another format.
  package static func check(
    _ bytes: some Collection<UInt8>, hasFirstLine: Bool = true, path: String
  ) throws(TextFormatError) {
    if let format = FileFormat(beginning: bytes) { throw TextFormatError(path: path, format) }
    guard hasFirstLine else { return }
    let head = Array(bytes.prefix(FileFormat.headLength))
    guard head.contains(0) else { return }
    let isOfFirstLine = head.prefix { $0 != 0x0A }.contains(0)
    // A text with a few NULs after its first line may look like UTF-16 by chance.
    if let wide = WideText(head),
      isOfFirstLine || wide.isCertain || wide.endsLines && !isPlain(head)
    {
      throw TextFormatError(path: path, wide.format)
    }
    if isOfFirstLine { throw TextFormatError(path: path, .binary) }
  }

  /// - Throws: `TextFormatError` if the only line ends are carriage returns.
  package static func checkLineEnds(
    _ bytes: some Collection<UInt8>, path: String
  ) throws(TextFormatError) {
    guard let end = bytes.firstIndex(of: 0x0D), bytes.index(after: end) < bytes.endIndex else {
      return
    }
    if !bytes.contains(0x0A) { throw TextFormatError(path: path, .carriageReturns) }
  }

  /// Returns true if the bytes are UTF-8 with no control characters except NUL and whitespace.
  private static func isPlain(_ bytes: [UInt8]) -> Bool {
    String(validating: bytes, as: UTF8.self) != nil
      && bytes.allSatisfy { $0 == 0 || $0 >= 0x20 || (0x09...0x0D).contains($0) }
  }
}
