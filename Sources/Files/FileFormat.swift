// SPDX-License-Identifier: Apache-2.0

/// A format of files that people give in place of the text, or of the weights, that is read.
public enum FileFormat: String, CaseIterable, Sendable {
  /// UTF-16 and UTF-32 with a byte-order mark, and without one.
  case utf32, utf16, utf32LittleEndian, utf32BigEndian, utf16LittleEndian, utf16BigEndian
  /// One compressed file.
  case gzip, bzip2, xz, lzma, zstd, lz4, lzip, compress
  /// Several files in one.
  case zip, tar, sevenZip, rar
  /// What an office program saves: a zip archive of XML, or the files of before 2007 and RTF.
  case spreadsheet, document, oldOffice, richText
  case pdf, parquet, arrow, sqlite, html, xml
  /// The three lines that Git keeps in place of a large file until `git lfs pull`.
  case lfsPointer
  /// Anything else that holds NUL bytes.
  case binary
  /// Text whose lines end in carriage returns only.
  case carriageReturns

  /// The number of first bytes that are looked at.
  package static let headLength = 1 << 16

  /// The format that begins with `head`, by what nothing else begins with; nil where there is no such
  /// sign. `head` may be a part of what is to come.
  ///
  /// The signs are those of the formats' specifications, such as RFC 1952 for gzip, RFC 8878 for
  /// Zstandard and POSIX's pax for tar. Of those that could be text, more than the sign is asked for.
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
    // The byte-order mark of UTF-32 begins like that of UTF-16.
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
    // The digit behind "BZh" is the size of the blocks; the header of the first one follows.
    if head.starts(with: "BZh".utf8),
      head.dropFirst(4).starts(with: [0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
    {
      return .bzip2
    }
    if head.dropFirst(257).starts(with: "ustar".utf8) && head.contains(0) { return .tar }
    // "%PDF-1.7" is a line of its own.
    let isLineEnd = head.dropFirst(8).first.map { $0 == 0x0A || $0 == 0x0D } ?? false
    if head.starts(with: "%PDF-".utf8) && isLineEnd { return .pdf }
    // PNG, HDF5 and others guard against transfers that change line ends.
    if head.first == 0x89, head.dropFirst(4).starts(with: "\r\n\u{1A}\n".utf8) { return .binary }
    return markup(head)
  }

  /// A page or a document of XML, where the whole line is.
  private static func markup(_ head: [UInt8]) -> FileFormat? {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let start = (head.starts(with: mark) ? head.dropFirst(3) : head[...])
      .drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
    guard start.first == UInt8(ascii: "<") else { return nil }
    let text = String(decoding: start.prefix(1 << 10), as: UTF8.self).lowercased()
    // A line of pairs has a tab.
    guard let line = text.split(separator: "\n").first, !line.contains("\t") else { return nil }
    if line.hasPrefix("<?xml ") { return text.contains("<html") ? .html : .xml }
    if line.hasPrefix("<!doctype html") { return .html }
    let isPage = text.contains("<head>") || text.contains("<head ") || text.contains("<body")
    // Strings of user interfaces may begin with "<html><head/>".
    return line.hasPrefix("<html") && isPage && !text.contains("<head/>") ? .html : nil
  }

  /// What a zip archive that begins with `head` holds, by the names of its first files.
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

  /// Where names of files stand: 30 bytes behind the "PK", 3, 4 that each file begins with.
  private static func nameStarts(inArchive head: [UInt8]) -> [Int] {
    head.indices.dropLast(30).filter {
      head[$0] == 0x50 && head[$0 + 1] == 0x4B && head[$0 + 2] == 3 && head[$0 + 3] == 4
    }.map { $0 + 30 }
  }
}
