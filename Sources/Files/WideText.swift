// SPDX-License-Identifier: Apache-2.0

/// Text of two or four bytes a character that does not say so by a byte-order mark.
extension FileFormat {
  /// The format of bytes that hold NULs but begin with no sign: UTF-16 or UTF-32 where they are text
  /// in it, else nil.
  static func wideText(_ head: [UInt8]) -> FileFormat? {
    let candidates: [FileFormat] = [
      .utf32LittleEndian, .utf32BigEndian, .utf16LittleEndian, .utf16BigEndian,
    ]
    let readings = candidates.compactMap { format in
      format.asciiCharacters(of: head).map { (format: format, ascii: $0) }
    }
    // In the other order, text can be read as rare characters, few of which are ASCII.
    return readings.max { $0.ascii < $1.ascii }?.format
  }

  /// How many ASCII characters there are in the reading of the bytes; nil where that is no text.
  private func asciiCharacters(of head: [UInt8]) -> Int? {
    let width = self == .utf32LittleEndian || self == .utf32BigEndian ? 4 : 2
    let isLittleEndian = self == .utf32LittleEndian || self == .utf16LittleEndian
    // What has arrived may end within the character that ends the line.
    let lineFeed = [0x0A] + [UInt8](repeating: 0, count: width - 1)
    let missing = isLittleEndian && head.count % width != 0 && head.last == 0x0A ? width - 1 : 0
    let bytes = head + [UInt8](repeating: 0, count: missing)
    var (ascii, lineFeeds) = (0, 0)
    for start in stride(from: 0, through: bytes.count - width, by: width) {
      let unit = bytes[start..<start + width]
      let value = (isLittleEndian ? unit.reversed() : Array(unit)).reduce(UInt32(0)) {
        $0 << 8 | UInt32($1)
      }
      guard Self.isOfText(value, width: width) else { return nil }
      if value < 0x80 { ascii += 1 }
      if value == 0x0A { lineFeeds += 1 }
    }
    let hasLineEnd = bytes.contains(lineFeed[0])
    return ascii > 0 && (lineFeeds > 0 || !hasLineEnd) ? ascii : nil
  }

  /// Whether text has such a unit: no control character but those of layout, nothing that Unicode rules
  /// out.
  private static func isOfText(_ value: UInt32, width: Int) -> Bool {
    if value < 0x20 { return (0x09...0x0D).contains(value) }
    if value & 0xFFFE == 0xFFFE || (0x7F...0x9F).contains(value) { return false }
    // Surrogates are halves of characters in UTF-16.
    return width == 2 || Unicode.Scalar(value) != nil
  }
}
