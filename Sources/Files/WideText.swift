// SPDX-License-Identifier: Apache-2.0

/// UTF-16 or UTF-32 text without a byte-order mark.
struct WideText {
  let format: FileFormat
  /// True if other text is very unlikely to be taken for this format. That is so for UTF-32, in
  /// which every character has a NUL byte, and for mostly ASCII text that begins with a blank line
  /// in UTF-16.
  let isCertain: Bool
  /// True if at least half of the bytes 0x0A are line feeds in this format, not parts of characters
  /// such as U+4E0A. Other text may decode to wide characters, but its line ends rarely do.
  let endsLines: Bool
  private let asciiCount: Int

  /// Decodes the first bytes of a file as UTF-16 or UTF-32; nil if they are not text in either.
  init?(_ head: [UInt8]) {
    let formats: [FileFormat] = [
      .utf32LittleEndian, .utf32BigEndian, .utf16LittleEndian, .utf16BigEndian,
    ]
    // In the wrong byte order, the same bytes may decode to rare characters, few of them ASCII.
    let best = formats.compactMap { WideText(head, as: $0) }.max { $0.asciiCount < $1.asciiCount }
    guard let best else { return nil }
    self = best
  }

  private init?(_ head: [UInt8], as format: FileFormat) {
    guard let text = Self.decode(head, format), text.allSatisfy(Self.isOfText) else { return nil }
    let ascii = text.count { $0.isASCII }
    let (lineFeeds, bytesOfLineFeeds) = (text.count { $0 == "\n" }, head.count { $0 == 0x0A })
    guard ascii > 0, lineFeeds > 0 || bytesOfLineFeeds == 0 else { return nil }
    self.format = format
    endsLines = 2 * lineFeeds >= bytesOfLineFeeds
    asciiCount = ascii
    isCertain =
      format == .utf32LittleEndian || format == .utf32BigEndian
      || head.starts(with: [0x0A, 0]) && 2 * ascii > text.count
  }

  private static func decode(_ head: [UInt8], _ format: FileFormat) -> [Unicode.Scalar]? {
    let isLittleEndian = format == .utf16LittleEndian || format == .utf32LittleEndian
    let isShort = format == .utf16LittleEndian || format == .utf16BigEndian
    if isShort {
      var units = values(of: head, UInt16.self, isLittleEndian)
      // The bytes may end inside a surrogate pair.
      if let last = units.last, UTF16.isLeadSurrogate(last) { units.removeLast() }
      return String(validating: units, as: UTF16.self).map { Array($0.unicodeScalars) }
    }
    let units = values(of: head, UInt32.self, isLittleEndian)
    return String(validating: units, as: UTF32.self).map { Array($0.unicodeScalars) }
  }

  private static func values<Unit: FixedWidthInteger>(
    of head: [UInt8], _: Unit.Type, _ isLittleEndian: Bool
  ) -> [Unit] {
    let width = MemoryLayout<Unit>.size
    // The bytes may end inside the line feed that ends the line.
    let isCut = isLittleEndian && head.count % width != 0 && head.last == 0x0A
    let bytes = isCut ? head + [UInt8](repeating: 0, count: width - 1) : head
    return stride(from: 0, through: bytes.count - width, by: width).map { start in
      let unit = bytes[start..<start + width].reduce(Unit(0)) { $0 << 8 | Unit($1) }
      return isLittleEndian ? unit.byteSwapped : unit
    }
  }

  /// Returns true if the character can be part of text: controls other than whitespace and
  /// noncharacters cannot.
  private static func isOfText(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    if value < 0x20 { return (0x09...0x0D).contains(value) }
    return value & 0xFFFE != 0xFFFE && !(0x7F...0x9F).contains(value)
  }
}
