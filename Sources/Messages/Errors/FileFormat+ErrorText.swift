// SPDX-License-Identifier: Apache-2.0

package import Files

extension FileFormat {
  /// The words for the format after "is".
  var description: String {
    switch self {
    case .utf16, .utf16LittleEndian, .utf16BigEndian, .utf32, .utf32LittleEndian, .utf32BigEndian:
      encoding
    case .gzip, .bzip2, .xz, .lzma, .zstd, .lz4, .lzip, .compress: "compressed data (\(rawValue))"
    case .zip: "a zip archive"
    case .tar: "a tar archive"
    case .sevenZip: "a 7z archive"
    case .rar: "a RAR archive"
    case .spreadsheet: "a spreadsheet"
    case .document: "an office document"
    case .oldOffice: "an Excel or Word file"
    case .richText: "a document in Rich Text Format"
    case .pdf: "a PDF document"
    case .parquet: "a Parquet table"
    case .arrow: "an Arrow table"
    case .sqlite: "an SQLite database"
    case .html: "an HTML page"
    case .xml: "an XML document"
    case .lfsPointer: "a Git LFS pointer"
    case .binary: "binary data"
    case .carriageReturns: "text whose lines end in carriage returns"
    }
  }

  /// Returns an explanation that text in this format cannot be read.
  package func refusal(of text: TextOrigin) -> ErrorText {
    ErrorText(.badData, "\(text.name) is \(description), \(whatItIsNot).", advice: advice(text))
  }

  private var whatItIsNot: String {
    switch self {
    case .utf16, .utf16LittleEndian, .utf16BigEndian, .utf32, .utf32LittleEndian, .utf32BigEndian:
      "not UTF-8"
    case .html, .xml: "not lines of text"
    case .richText: "not plain text"
    case .lfsPointer: "not the file itself"
    case .carriageReturns: "not line feeds"
    default: "not text"
    }
  }

  private func advice(_ text: TextOrigin) -> String {
    switch self {
    case .utf16, .utf16LittleEndian, .utf16BigEndian, .utf32, .utf32LittleEndian, .utf32BigEndian:
      "Convert it: " + text.conversion(from: encoding)
    case .carriageReturns:
      "Convert it: "
        + text.filter({ #"tr '\r' '\n' < \#($0)"# }, into: { markedPath($0, "lf") })
    case .gzip, .bzip2, .xz, .lzma, .zstd, .lz4, .lzip, .compress: unpacking(text)
    case .zip: archiveAdvice(text, "unzip", toOutput: "unzip -p")
    case .tar: archiveAdvice(text, "tar -xf", toOutput: "tar -xOf")
    case .sevenZip: archiveAdvice(text, "7z x", toOutput: "7z x -so")
    case .rar: archiveAdvice(text, "unrar x", toOutput: "unrar p -inul")
    case .spreadsheet: "Open it and save it as tab-separated text (UTF-8)."
    case .document, .richText: "Open it and save it as plain text (UTF-8)."
    case .oldOffice:
      "Open it and save it as plain text (UTF-8) or, if it is a table, as tab-separated text."
    case .pdf:
      "Extract its text: "
        + text.filter({ "pdftotext \($0) -" }, into: { withoutEnding($0, [".pdf"]) })
    case .parquet, .arrow, .sqlite: "Export its columns as tab-separated text (UTF-8)."
    case .html:
      "It may be the error page of a failed download: check it, and download the file again."
    case .xml: "Extract its sentences, one per line."
    case .lfsPointer: "Fetch the file: git lfs pull"
    case .binary: "Give plain text in UTF-8."
    }
  }

  /// iconv's name for the format.
  private var encoding: String {
    switch self {
    case .utf16: "UTF-16"
    case .utf16LittleEndian: "UTF-16LE"
    case .utf16BigEndian: "UTF-16BE"
    case .utf32: "UTF-32"
    case .utf32LittleEndian: "UTF-32LE"
    default: "UTF-32BE"
    }
  }
}

// MARK: - Unpacking

extension FileFormat {
  private func archiveAdvice(
    _ text: TextOrigin, _ command: String, toOutput filter: String
  ) -> String {
    guard case .file(let path) = text else {
      return "Unpack it: " + text.filter({ "\(filter) \($0)" }, into: { $0 })
    }
    return "Give the text inside. To unpack it: \(command) \(shellWord(path))"
  }

  private func unpacking(_ text: TextOrigin) -> String {
    let program =
      switch self {
      case .compress: "gzip"
      case .lzma: "xz"
      default: rawValue
      }
    if case .file(let path) = text, Self.isArchive(path) {
      return FileFormat.tar.archiveAdvice(text, "tar -xf", toOutput: "tar -xOf")
    }
    return "Unpack it: "
      + text.filter({ "\(program) -dc \($0)" }, into: { withoutEnding($0, Self.endings) })
  }

  private static let endings = [".gz", ".bz2", ".xz", ".lzma", ".zst", ".lz4", ".lz", ".Z"]

  /// Returns true for the name of a compressed archive, such as `p.tar.gz` or `p.tgz`.
  private static func isArchive(_ path: String) -> Bool {
    endings.contains { path.hasSuffix(".tar" + $0) }
      || [".tgz", ".tbz2", ".txz"].contains { path.hasSuffix($0) }
  }
}

/// Returns the path without one of the endings: `p.tsv.gz` becomes `p.tsv`; `p` and `p.pdf` become
/// `p.txt`.
private func withoutEnding(_ path: String, _ endings: [String]) -> String {
  let ending = endings.first { path.hasSuffix($0) }
  guard let ending else { return path + ".txt" }
  return String(path.dropLast(ending.count)) + (ending == ".pdf" ? ".txt" : "")
}
