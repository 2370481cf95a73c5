// SPDX-License-Identifier: Apache-2.0

import Files
import Testing

@Suite struct FileFormatTests {
  /// The first bytes of a file in each format that has a signature.
  @Test(
    arguments: [
      (.utf32, [0xFF, 0xFE, 0, 0]), (.utf32, [0, 0, 0xFE, 0xFF]), (.utf16, [0xFF, 0xFE]),
      (.utf16, [0xFE, 0xFF, 0]), (.gzip, [0x1F, 0x8B, 8]), (.compress, [0x1F, 0x9D, 0x90]),
      (.bzip2, Array("BZh91AY&SY".utf8)), (.xz, [0xFD] + Array("7zXZ\0\0".utf8)),
      (.lzma, [0x5D, 0, 0, 0x80, 0]), (.zstd, [0x28, 0xB5, 0x2F, 0xFD]),
      (.lz4, [0x04, 0x22, 0x4D, 0x18]), (.lzip, Array("LZIP\u{1}\u{0C}".utf8)),
      (.zip, Array("PK\u{5}\u{6}".utf8) + [UInt8](repeating: 0, count: 18)),
      (.sevenZip, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]), (.rar, Array("Rar!\u{1A}\u{7}\0".utf8)),
      (.oldOffice, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
      (.richText, Array(#"{\rtf1\ansi Hello}"#.utf8)), (.pdf, Array("%PDF-1.7\r%".utf8)),
      (.parquet, Array("PAR1\u{15}\u{4}".utf8)), (.arrow, Array("ARROW1\0\0".utf8)),
      (.sqlite, Array("SQLite format 3\0".utf8)), (.binary, [0x89] + Array("PNG\r\n\u{1A}\n".utf8)),
      (.lfsPointer, Array("version https://git-lfs.github.com/spec/v1\noid sha256:".utf8)),
      (.html, Array("<!DOCTYPE html>\n<html>".utf8)),
      (.html, Array("\u{FEFF}\n <!doctype HTML".utf8)),
      (.html, Array("<html>\r\n<head><title>404 Not Found</title></head>".utf8)),
      (.html, Array(#"<?xml version="1.0"?><!DOCTYPE html><html xmlns="x">"#.utf8)),
      (.xml, Array(#"<?xml version="1.0" encoding="UTF-8"?><tmx version="1.4">"#.utf8)),
    ] as [(FileFormat, [UInt8])])
  func knowsWhatAFileBeginsWith(format: FileFormat, bytes: [UInt8]) {
    #expect(FileFormat(beginning: bytes) == format)
  }

  /// Text that resembles another format.
  @Test(arguments: [
    "", "a", "PK", "PK is a name\n", "BZh9 is how it begins\n", "Rar! he cried\n", "7z\n",
    "PAR1 of two\n", "ARROW1\n", "LZIP\n", "SQLite format 3 is one\n",
    "%PDF-1.4 is its first line\n",
    "%PDF", "version https://example.org/spec/\n", "version\n", "{\\rtf\n", "<html\n",
    "<html>\tbalise\n", "<html><head/><body><p>a</p></body></html>\n", "<?xml\tXML\n", "< a\n",
    "<p>a</p>\n", "]\n", "ustar\n", String(repeating: "a", count: 257) + "ustar\n", "a\rb\r\nc\n",
  ])
  func leavesTextAlone(_ text: String) throws {
    #expect(FileFormat(beginning: text.utf8) == nil)
    try TextFormatError.check(text.utf8, path: "")
    try TextFormatError.checkLineEnds(text.utf8, path: "")
  }

  /// Returns an uncompressed archive entry.
  private func entry(_ name: String, _ content: String = "a\n") -> [UInt8] {
    let sizes = [name.utf8.count & 0xFF, name.utf8.count >> 8, 0, 0].map(UInt8.init)
    return Array("PK\u{3}\u{4}".utf8) + [UInt8](repeating: 0, count: 22) + sizes
      + Array((name + content).utf8)
  }

  @Test(arguments: [
    (FileFormat.zip, ["fra.txt", "_about.txt"]), (.zip, ["xlsx.txt", "a/xl/b", "word"]),
    (.spreadsheet, ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"]),
    (.spreadsheet, ["docProps/app.xml", "xl/worksheets/sheet1.xml"]),
    (.document, ["[Content_Types].xml", "word/document.xml"]),
    (.document, ["_rels/.rels", "docProps/core.xml"]), (.document, ["ppt/presentation.xml"]),
  ])
  func tellsOfficeFilesFromOtherArchives(format: FileFormat, names: [String]) {
    #expect(FileFormat(beginning: names.flatMap { entry($0) }) == format)
  }

  @Test(arguments: [
    (FileFormat.spreadsheet, "application/vnd.oasis.opendocument.spreadsheet"),
    (.document, "application/vnd.oasis.opendocument.text"), (.zip, "application/epub+zip"),
  ])
  func tellsOpenDocumentsByTheirType(format: FileFormat, type: String) {
    #expect(FileFormat(beginning: entry("mimetype", type)) == format)
  }

  @Test func knowsTar() {
    var header = Array("pairs.tsv".utf8) + [UInt8](repeating: 0, count: 503)
    header.replaceSubrange(257..<262, with: "ustar".utf8)
    #expect(FileFormat(beginning: header) == .tar)
  }

  /// UTF-16 and UTF-32 without a byte-order mark, in several scripts.
  @Test(arguments: [
    "a\n", "a", "hello world\nagain\n", "Привет, мир\n", "日本語\n猫 が好き\n", "上海市《一》\n一\n", "Ā\n一 二\n",
    "שלום\r\n", "a\u{1F600}\n", "\n\na\n", "a\tb\n",
  ])
  func knowsWideTextWithoutAMark(text: String) {
    let units = text.utf16.map { UInt16($0) }
    let scalars = text.unicodeScalars.map(\.value)
    let forms: [(FileFormat, [UInt8])] = [
      (.utf16LittleEndian, units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
      (.utf16BigEndian, units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }),
      (
        .utf32LittleEndian,
        scalars.flatMap { value in (0..<4).map { UInt8(value >> (8 * $0) & 0xFF) } }
      ),
      (
        .utf32BigEndian,
        scalars.flatMap { value in (0..<4).reversed().map { UInt8(value >> (8 * $0) & 0xFF) } }
      ),
    ]
    for (format, bytes) in forms {
      #expect(throws: TextFormatError(path: "f", format)) {
        try TextFormatError.check(bytes, path: "f")
      }
    }
  }

  @Test(
    arguments: [
      [0], [0x61, 0, 0x62, 0x0A], [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0],
      [0, 0, 0, 1, 0, 0, 0, 2, 7],
      [0x61, 0, 1, 0, 0x0A, 0], [0, 0xD8, 0, 0xD8, 0x61, 0],
    ] as [[UInt8]])
  func otherNulsInTheFirstLineAreBinary(bytes: [UInt8]) {
    #expect(throws: TextFormatError(path: "f", .binary)) {
      try TextFormatError.check(bytes, path: "f")
    }
  }

  @Test(arguments: ["a\n\0b\n", "a\nb\0\n", "\n\0\0\n", "ab\n\0cd\n", "日本\n\0\n"])
  func nulsOfLaterLinesAreOfText(text: String) throws {
    try TextFormatError.check(text.utf8, path: "")
  }

  /// So they are where other lines are not valid UTF-8.
  @Test func nulsAmongInvalidLinesAreOfText() throws {
    var bytes = Array("a b c\tA B\n".utf8)
    for _ in 0..<7 { bytes += [0xFF] + Array("\tA\n".utf8) }
    try TextFormatError.check(bytes + Array("d\tD\na\tb\0\n\0\tb\na\tA\n".utf8), path: "")
  }

  @Test(arguments: ["a\rb", "a\rb\r", "\r\r", "a\r\rb", "\ra"])
  func carriageReturnsMayNotBeAllThatEndsLines(text: String) {
    #expect(throws: TextFormatError(path: "f", .carriageReturns)) {
      try TextFormatError.checkLineEnds(text.utf8, path: "f")
    }
  }
}
