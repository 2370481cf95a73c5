// SPDX-License-Identifier: Apache-2.0

/// A file format that is sometimes given by mistake instead of text or weights.
public enum FileFormat: String, CaseIterable, Sendable {
  /// UTF-16 and UTF-32, with and without a byte-order mark.
  case utf32, utf16, utf32LittleEndian, utf32BigEndian, utf16LittleEndian, utf16BigEndian
  /// A single compressed file.
  case gzip, bzip2, xz, lzma, zstd, lz4, lzip, compress
  /// An archive of several files.
  case zip, tar, sevenZip, rar
  /// Files of office programs: zip archives of XML, the binary formats from before 2007, and RTF.
  case spreadsheet, document, oldOffice, richText
  case pdf, parquet, arrow, sqlite, html, xml
  /// The pointer that Git LFS stores in place of a large file until `git lfs pull`.
  case lfsPointer
  /// Any other file with NUL bytes.
  case binary
  /// Text with only carriage returns as line ends.
  case carriageReturns

  /// The number of bytes examined at the start of a file.
  package static let headLength = 1 << 16

  /// Detects a format by a signature at the start of a file; nil if there is none. `head` may hold
  /// only the bytes that have arrived so far.
  ///
  /// The signatures are those in the specifications of the formats, such as RFC 1952 for gzip, RFC
  /// 8878 for Zstandard and POSIX pax for tar. If a signature could also be text, further bytes are
  /// checked.
  package init?(beginning head: some Collection<UInt8>) {
    let head = Array(head.prefix(Self.headLength))
    guard let format = Self.signs.first(where: { head.starts(with: $0.bytes) })?.format else {
      guard let format = Self.beyondSigns(head) else { return nil }
      self = format
      return
    }
    self = format == .zip ? Self.kind(ofArchive: head) : format
  }

  private static let signs: [(format: FileFormat, bytes: [UInt8])] = [
    // UTF-32 comes first, because its byte-order mark can begin with that of UTF-16.
    (.utf32, [0xFF, 0xFE, 0, 0]), (.utf32, [0, 0, 0xFE, 0xFF]),
    (.utf16, [0xFF, 0xFE]), (.utf16, [0xFE, 0xFF]),
    (.gzip, [0x1F, 0x8B]), (.compress, [0x1F, 0x9D]), (.xz, [0xFD] + Array("7zXZ\0".utf8)),
    (.zstd, [0x28, 0xB5, 0x2F, 0xFD]), (.lz4, [0x04, 0x22, 0x4D, 0x18]),
    (.lzma, [0x5D, 0, 0]), (.lzip, Array("LZIP\u{1}".utf8)),
    (.zip, Array("PK\u{3}\u{4}".utf8)), (.zip, Array("PK\u{5}\u{6}".utf8)),
    (.sevenZip, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]), (.rar, Array("Rar!\u{1A}\u{7}".utf8)),
    (.oldOffice, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
    (.richText, Array(#"{\rtf1\"#.utf8)), (.parquet, Array("PAR1\u{15}".utf8)),
    (.arrow, Array("ARROW1\0".utf8)), (.sqlite, Array("SQLite format 3\0".utf8)),
    (.lfsPointer, Array("version https://git-lfs.github.com/spec/".utf8)),
  ]

  private static func beyondSigns(_ head: [UInt8]) -> FileFormat? {
    // The digit after "BZh" is the block size; the header of the first block follows.
    if head.starts(with: "BZh".utf8),
      head.dropFirst(4).starts(with: [0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
    {
      return .bzip2
    }
    if head.dropFirst(257).starts(with: "ustar".utf8) && head.contains(0) { return .tar }
    // "%PDF-1.7" is a whole line.
    let isLineEnd = head.dropFirst(8).first.map { $0 == 0x0A || $0 == 0x0D } ?? false
    if head.starts(with: "%PDF-".utf8) && isLineEnd { return .pdf }
    // PNG, HDF5 and other formats detect with these bytes that a transfer has changed line ends.
    if head.first == 0x89, head.dropFirst(4).starts(with: "\r\n\u{1A}\n".utf8) { return .binary }
    return markup(head)
  }

  /// Detects an HTML page or an XML document by its first line.
  private static func markup(_ head: [UInt8]) -> FileFormat? {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let start = (head.starts(with: mark) ? head.dropFirst(3) : head[...])
      .drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
    guard start.first == UInt8(ascii: "<") else { return nil }
    let text = String(decoding: start.prefix(1 << 10), as: UTF8.self).lowercased()
    // A line with a tab belongs to a file of pairs.
    guard let line = text.split(separator: "\n").first, !line.contains("\t") else { return nil }
    if line.hasPrefix("<?xml ") { return text.contains("<html") ? .html : .xml }
    if line.hasPrefix("<!doctype html") { return .html }
    let isPage = text.contains("<head>") || text.contains("<head ") || text.contains("<body")
    // User-interface strings can begin with "<html><head/>".
    return line.hasPrefix("<html") && isPage && !text.contains("<head/>") ? .html : nil
  }

  /// Returns the kind of a zip archive that begins with `head`, based on the names of its first
  /// files.
  private static func kind(ofArchive head: [UInt8]) -> FileFormat {
    let sheets = ["xl/", "mimetypeapplication/vnd.oasis.opendocument.spreadsheet"]
    let documents = ["word/", "ppt/", "mimetypeapplication/vnd.oasis.opendocument."]
    let either = ["[Content_Types].xml", "_rels/.rels", "docProps/"]
    let names = nameStarts(inArchive: head)
    func hasName(_ beginnings: [String]) -> Bool {
      names.contains { name in beginnings.contains { head[name...].starts(with: $0.utf8) } }
    }
    if hasName(sheets) { return .spreadsheet }
    return hasName(documents) || hasName(either) ? .document : .zip
  }

  /// Returns the positions of the file names: each comes 30 bytes after the start of a local file
  /// header, which begins with "PK", 3, 4.
  private static func nameStarts(inArchive head: [UInt8]) -> [Int] {
    head.indices.dropLast(30).filter {
      head[$0] == 0x50 && head[$0 + 1] == 0x4B && head[$0 + 2] == 3 && head[$0 + 3] == 4
    }.map { $0 + 30 }
  }
}
