// SPDX-License-Identifier: Apache-2.0

/// A file that is in another format, where text in UTF-8 is read.
public struct TextFormatError: Error, Equatable, Sendable {
  public let path: String
  public let format: Format

  public init(path: String, _ format: Format) {
    self.path = path
    self.format = format
  }

  public enum Format: String, CaseIterable, Sendable {
    case utf32, utf16, gzip, bzip2, xz, zstd

    /// What the files begin with, none of which UTF-8 has, but for the "BZh" and a digit of bzip2: the
    /// byte-order marks of UTF-32, which begins like that of UTF-16, and of UTF-16 (RFC 2781, section
    /// 3.2), in either order; and the magic numbers of gzip (RFC 1952), bzip2 with its block header, xz
    /// and Zstandard (RFC 8878).
    fileprivate func begins(_ bytes: some Sequence<UInt8>) -> Bool {
      switch self {
      case .utf32:
        bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF])
      case .utf16: bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
      case .gzip: bytes.starts(with: [0x1F, 0x8B])
      case .bzip2:
        bytes.starts(with: "BZh".utf8)
          && bytes.prefix(10).dropFirst(4).elementsEqual([0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
      case .xz: bytes.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00])
      case .zstd: bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD])
      }
    }
  }

  /// Looks at the first bytes of the text file at `path`.
  ///
  /// - Throws: `TextFormatError` where they are those of another format.
  package static func check(_ bytes: some Sequence<UInt8>, path: String) throws(TextFormatError) {
    if let format = Format.allCases.first(where: { $0.begins(bytes) }) {
      throw TextFormatError(path: path, format)
    }
  }
}
