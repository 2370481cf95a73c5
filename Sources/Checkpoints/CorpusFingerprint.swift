// SPDX-License-Identifier: Apache-2.0

/// The fingerprint of a corpus, which shows if the corpus has changed.
public struct CorpusFingerprint: Sendable, Equatable, Codable {
  /// The total size of the files, in bytes.
  public var bytes: Int
  /// The number of lines.
  public var lines: Int
  /// The xxHash64 of each file in 16 hexadecimal digits, in order.
  public var hash: String
  /// The two columns that are read, from 1, if they are not the first two.
  public var columns: [Int]?
  /// The number of the header line, from 1; nil if the file has none.
  public var headerLine: Int?

  public init(
    bytes: Int, lines: Int, hash: String, columns: [Int]? = nil, headerLine: Int? = nil
  ) {
    self.bytes = bytes
    self.lines = lines
    self.hash = hash
    self.columns = columns
    self.headerLine = headerLine
  }

  private enum CodingKeys: String, CodingKey {
    case bytes, lines, hash, columns
    case headerLine = "header_line"
  }
}
