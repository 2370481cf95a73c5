// SPDX-License-Identifier: Apache-2.0

/// A text file that is UTF-16, where UTF-8 is read: it begins with the bytes FF FE or FE FF, the
/// byte-order mark of UTF-16 (RFC 2781, section 3.2), neither of which UTF-8 has.
public struct UTF16Error: Error, Equatable, Sendable {
  public let path: String

  public init(path: String) { self.path = path }

  /// Looks at the first bytes of the text file at `path`.
  ///
  /// - Throws: `UTF16Error` where they are a byte-order mark of UTF-16.
  package static func check(_ bytes: some Sequence<UInt8>, path: String) throws(UTF16Error) {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw UTF16Error(path: path)
    }
  }
}
