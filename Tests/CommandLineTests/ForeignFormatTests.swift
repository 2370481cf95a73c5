// SPDX-License-Identifier: Apache-2.0

import Glibc
import TestSupport
import Testing

/// Archives, office files, databases and other files that are not text: the name of the format, and
/// the command that converts it to text.
struct ForeignFormatTests {
  struct Format: Sendable {
    let path: String
    let bytes: [UInt8]
    /// The message after the name of the file.
    let message: String
    let advice: String
    /// The advice for standard input, if it differs.
    var inputAdvice: String?
  }

  private static func entry(_ name: String) -> [UInt8] {
    Array("PK\u{3}\u{4}".utf8) + [UInt8](repeating: 0, count: 22)
      + [UInt8(name.utf8.count), 0, 0, 0] + Array((name + "a\tA\n").utf8)
  }

  private static let tar: [UInt8] = {
    var header = Array("pairs.tsv".utf8) + [UInt8](repeating: 0, count: 503)
    header.replaceSubrange(257..<262, with: "ustar".utf8)
    return header + Array("a\tA\n".utf8) + [UInt8](repeating: 0, count: 508)
  }()

  private static let tableAdvice = "Export its columns as tab-separated text (UTF-8)."
  private static let lfs =
    "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n"

  static let formats: [Format] = [
    Format(
      path: "fra-eng.zip", bytes: entry("fra.txt"), message: "is a zip archive, not text.",
      advice: "Give the text inside. To unpack it: unzip fra-eng.zip",
      inputAdvice: "Unpack it: unzip -p FILE | dragoman tokenize …"),
    Format(
      path: "pairs.tar", bytes: tar, message: "is a tar archive, not text.",
      advice: "Give the text inside. To unpack it: tar -xf pairs.tar",
      inputAdvice: "Unpack it: tar -xOf FILE | dragoman tokenize …"),
    Format(
      path: "p.7z", bytes: [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4],
      message: "is a 7z archive, not text.",
      advice: "Give the text inside. To unpack it: 7z x p.7z",
      inputAdvice: "Unpack it: 7z x -so FILE | dragoman tokenize …"),
    Format(
      path: "p.rar", bytes: Array("Rar!\u{1A}\u{7}\u{1}\0".utf8),
      message: "is a RAR archive, not text.",
      advice: "Give the text inside. To unpack it: unrar x p.rar",
      inputAdvice: "Unpack it: unrar p -inul FILE | dragoman tokenize …"),
    Format(
      path: "p.tgz", bytes: [0x1F, 0x8B, 8, 0], message: "is compressed data (gzip), not text.",
      advice: "Give the text inside. To unpack it: tar -xf p.tgz",
      inputAdvice: "Unpack it: gzip -dc FILE | dragoman tokenize …"),
    Format(
      path: "p.tar.zst", bytes: [0x28, 0xB5, 0x2F, 0xFD],
      message: "is compressed data (zstd), not text.",
      advice: "Give the text inside. To unpack it: tar -xf p.tar.zst",
      inputAdvice: "Unpack it: zstd -dc FILE | dragoman tokenize …"),
    Format(
      path: "p.tsv.lz4", bytes: [0x04, 0x22, 0x4D, 0x18],
      message: "is compressed data (lz4), not text.",
      advice: "Unpack it: lz4 -dc p.tsv.lz4 > p.tsv",
      inputAdvice: "Unpack it: lz4 -dc FILE | dragoman tokenize …"),
    Format(
      path: "p.lz", bytes: Array("LZIP\u{1}".utf8), message: "is compressed data (lzip), not text.",
      advice: "Unpack it: lzip -dc p.lz > p",
      inputAdvice: "Unpack it: lzip -dc FILE | dragoman tokenize …"),
    Format(
      path: "p.lzma", bytes: [0x5D, 0, 0, 0x80, 0], message: "is compressed data (lzma), not text.",
      advice: "Unpack it: xz -dc p.lzma > p",
      inputAdvice: "Unpack it: xz -dc FILE | dragoman tokenize …"),
    Format(
      path: "p.Z", bytes: [0x1F, 0x9D, 0x90], message: "is compressed data (compress), not text.",
      advice: "Unpack it: gzip -dc p.Z > p",
      inputAdvice: "Unpack it: gzip -dc FILE | dragoman tokenize …"),
    Format(
      path: "p.xlsx", bytes: entry("[Content_Types].xml") + entry("xl/workbook.xml"),
      message: "is a spreadsheet, not text.",
      advice: "Open it and save it as tab-separated text (UTF-8)."),
    Format(
      path: "p.docx", bytes: entry("[Content_Types].xml") + entry("word/document.xml"),
      message: "is an office document, not text.",
      advice: "Open it and save it as plain text (UTF-8)."),
    Format(
      path: "p.xls", bytes: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1],
      message: "is an Excel or Word file, not text.",
      advice:
        "Open it and save it as plain text (UTF-8) or, if it is a table, as tab-separated text."),
    Format(
      path: "p.rtf", bytes: Array(#"{\rtf1\ansi a}"#.utf8),
      message: "is a document in Rich Text Format, not plain text.",
      advice: "Open it and save it as plain text (UTF-8)."),
    Format(
      path: "p.pdf", bytes: Array("%PDF-1.7\n%".utf8), message: "is a PDF document, not text.",
      advice: "Extract its text: pdftotext p.pdf - > p.txt",
      inputAdvice: "Extract its text: pdftotext FILE - | dragoman tokenize …"),
    Format(
      path: "p.parquet", bytes: Array("PAR1\u{15}\u{4}".utf8),
      message: "is a Parquet table, not text.", advice: tableAdvice),
    Format(
      path: "p.arrow", bytes: Array("ARROW1\0\0".utf8), message: "is an Arrow table, not text.",
      advice: tableAdvice),
    Format(
      path: "p.db", bytes: Array("SQLite format 3\0".utf8),
      message: "is an SQLite database, not text.", advice: tableAdvice),
    Format(
      path: "p.tsv", bytes: Array("<!DOCTYPE html>\n<title>404</title>\n".utf8),
      message: "is an HTML page, not lines of text.",
      advice:
        "It may be the error page of a failed download: check it, and download the file again."),
    Format(
      path: "p.tmx", bytes: Array("<?xml version=\"1.0\"?>\n<tmx version=\"1.4\">\n".utf8),
      message: "is an XML document, not lines of text.",
      advice: "Extract its sentences, one per line."),
    Format(
      path: "p.en", bytes: Array(lfs.utf8), message: "is a Git LFS pointer, not the file itself.",
      advice: "Fetch the file: git lfs pull"),
    Format(
      path: "p.png", bytes: [0x89] + Array("PNG\r\n\u{1A}\n\0\0".utf8),
      message: "is binary data, not text.", advice: "Give plain text in UTF-8."),
    Format(
      path: "p.bin", bytes: [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0, 0x0A],
      message: "is binary data, not text.", advice: "Give plain text in UTF-8."),
    Format(
      path: "p.en", bytes: [0x61, 0, 0x62, 0, 0x0A, 0], message: "is UTF-16LE, not UTF-8.",
      advice: "Convert it: iconv -f UTF-16LE -t UTF-8 p.en > p.utf8.en",
      inputAdvice: "Convert it: iconv -f UTF-16LE -t UTF-8 FILE | dragoman tokenize …"),
    Format(
      path: "p.en", bytes: [0, 0x61, 0, 0x62, 0, 0x0A], message: "is UTF-16BE, not UTF-8.",
      advice: "Convert it: iconv -f UTF-16BE -t UTF-8 p.en > p.utf8.en",
      inputAdvice: "Convert it: iconv -f UTF-16BE -t UTF-8 FILE | dragoman tokenize …"),
    Format(
      path: "p.en", bytes: [0x61, 0, 0, 0, 0x0A, 0, 0, 0], message: "is UTF-32LE, not UTF-8.",
      advice: "Convert it: iconv -f UTF-32LE -t UTF-8 p.en > p.utf8.en",
      inputAdvice: "Convert it: iconv -f UTF-32LE -t UTF-8 FILE | dragoman tokenize …"),
    Format(
      path: "p.en", bytes: [0, 0, 0, 0x61, 0, 0, 0, 0x0A], message: "is UTF-32BE, not UTF-8.",
      advice: "Convert it: iconv -f UTF-32BE -t UTF-8 p.en > p.utf8.en",
      inputAdvice: "Convert it: iconv -f UTF-32BE -t UTF-8 FILE | dragoman tokenize …"),
    Format(
      path: "p.en", bytes: Array("a b\rc d\r".utf8),
      message: "is text whose lines end in carriage returns, not line feeds.",
      advice: #"Convert it: tr '\r' '\n' < p.en > p.lf.en"#,
      inputAdvice: #"Convert it: tr '\r' '\n' < FILE | dragoman tokenize …"#),
  ]

  @Test(arguments: formats) func aFile(format: Format) throws {
    let directory = TemporaryDirectory()
    let expected = failure(65, "\(format.path) \(format.message)", format.advice)
    try write(format.bytes, to: directory.path(format.path))
    for command in [
      "train \(ToyCorpus.small) --checkpoint c --pairs \(format.path)",
      "vocabulary --language en --output v --input \(format.path)",
      "evaluate --hypothesis \(format.path) --reference \(format.path)",
    ] {
      #expect(Dragoman.run(command, in: directory.path) == expected, "\(command)")
    }
    #expect(try names(in: directory.path) == [format.path])
  }

  @Test(arguments: formats) func standardInput(format: Format) {
    #expect(
      Dragoman.run("tokenize", bytes: format.bytes)
        == failure(
          65, "Standard input \(format.message)", format.inputAdvice ?? format.advice))
  }

  @Test(
    arguments: [
      "train \(ToyCorpus.training) --checkpoint c --dev-pairs p.zip",
      "train \(ToyCorpus.training) --checkpoint c --dev-source p.zip --dev-target dev.fr",
      "train \(ToyCorpus.training) --checkpoint c --source-vocabulary p.zip",
      "train \(ToyCorpus.training) --checkpoint c --source-merges p.zip --target-merges p.zip",
      "train \(ToyCorpus.training) --checkpoint c --config p.zip",
      "translate \(TrainedCheckpoint.directory)/model --replace-unknown --dictionary p.zip",
      "score \(TrainedCheckpoint.directory)/model --source dev.en --reference p.zip",
      "bpe learn --input p.zip --merges 5 --output v", "bpe apply --merges p.zip",
      "embeddings pca \(TrainedCheckpoint.directory)/model --side source --output v --words p.zip",
    ])
  func anyOtherFile(command: String) throws {
    try withToyCorpus { directory throws in
      try write(Self.entry("fra.txt"), to: directory + "/p.zip")
      let result = Dragoman.run(command, in: directory)
      #expect(result.status == 65 && result.output.isEmpty)
      #expect(
        result.error.hasSuffix(
          "Error: p.zip is a zip archive, not text.\n"
            + "Give the text inside. To unpack it: unzip p.zip\n"), "\(result.error)")
    }
  }

  @Test func aPipeGivenAsAFile() throws {
    func evaluate(_ text: String) -> ProcessResult {
      ChildProcess(
        ["bash", "-c", "\(Dragoman.path) evaluate --hypothesis <(\(text)) --reference r"],
        directory: directory.path
      ).finish()
    }
    let directory = TemporaryDirectory()
    try write("a b c d\n", to: directory.path("r"))
    #expect(evaluate("echo a b c d").status == 0)
    let refused = evaluate(#"printf 'a\0\n\0'"#)
    #expect(refused.status == 65)
    #expect(refused.error.hasPrefix("Error: /dev/fd/"))
    #expect(
      refused.error.hasSuffix(
        " is UTF-16LE, not UTF-8.\nConvert it: iconv -f UTF-16LE -t UTF-8 FILE\n"))
  }

  /// The advised command quotes a name with a space.
  @Test func aNameWithASpace() throws {
    let directory = TemporaryDirectory()
    try write(Self.entry("fra.txt"), to: directory.path("my file.zip"))
    let result = ChildProcess(
      [Dragoman.path, "vocabulary", "--input", "my file.zip", "--language", "en", "--output", "v"],
      directory: directory.path
    ).finish()
    #expect(
      result
        == failure(
          65, "my file.zip is a zip archive, not text.",
          "Give the text inside. To unpack it: unzip 'my file.zip'"))
  }

  @Test(arguments: [(0, ""), (1, "a"), (1, "\n"), (1, "\r"), (0, "\u{FEFF}"), (2, "a\rb\nc\rd\n")])
  func tinyInput(lines: Int, text: String) {
    let result = Dragoman.run("tokenize", input: text)
    #expect(result.status == 0 && result.error.isEmpty)
    #expect(result.output.utf8.count { $0 == 0x0A } == lines)
  }

  @Test func aNulInALaterLineOfStandardInput() {
    let result = Dragoman.run("tokenize --language en", input: "a b\nc\0d\n\0\ne\n")
    #expect(
      result
        == ProcessResult(
          status: 0, output: "a b\nc ￭\u{FFFD}￭ d\n\u{FFFD}\ne\n",
          error: """
            standard input, line 2: contains a NUL byte, which is read as U+FFFD.
            standard input, line 3: contains a NUL byte, which is read as U+FFFD.

            """))
  }

  /// The first line is answered as soon as it arrives.
  @Test func aLineOfAnOpenPipe() {
    let process = Dragoman.start("tokenize --language en")
    process.send("a b\n")
    #expect(process.readLine() == "a b")
    process.send("\0c\n")
    #expect(process.readLine() == "\u{FFFD}￭ c")
    process.send("d\re\n")
    #expect(process.readLine() == "d e")
    #expect(process.finish().status == 0)
  }

  @Test func linesWithNulsAreNotCounted() throws {
    let directory = TemporaryDirectory()
    try write("a b\nc\0\nd\n", to: directory.path("t"))
    for (command, words) in [
      (
        "vocabulary --input t --language en --output v --min-frequency 1",
        "Wrote v: 3 words; 0.0 % of the text's 3 words are unknown.\n"
      ),
      (
        "bpe learn --input t --merges 1 --output v",
        "Wrote v: 0 merges from 3 words, fewer than requested, because no other pair occurs twice.\n"
      ),
      (
        "bpe learn --input t --language en --merges 1 --output v",
        "Wrote v: 0 merges from 3 words, fewer than requested, because no other pair occurs twice.\n"
      ),
    ] {
      #expect(
        Dragoman.run(command, in: directory.path)
          == ProcessResult(
            status: 0, output: "",
            error: "t: skipped 1 line with a NUL byte: line 2.\n" + words))
    }
    #expect(
      Dragoman.run("evaluate --hypothesis t --reference t", in: directory.path)
        == failure(65, "t, line 2: this contains a NUL byte, which is not text.", "Fix the line."))
  }

  @Test func mostLinesWithNulsAreBinary() throws {
    let directory = TemporaryDirectory()
    try write("a\tA\nb\0\tB\n\0\tc\n", to: directory.path("t"))
    for command in [
      "train \(ToyCorpus.small) --checkpoint c --pairs t",
      "vocabulary --input t --language en --output v",
    ] {
      #expect(
        Dragoman.run(command, in: directory.path)
          == failure(65, "t is binary data, not text.", "Give plain text in UTF-8."))
    }
  }
}

/// Checkpoint files in another format.
struct ForeignCheckpointTests {
  private static let pointer =
    "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n"

  private func translate(with name: String, _ bytes: [UInt8]) throws -> ProcessResult {
    let directory = TemporaryDirectory()
    let copy = ChildProcess(
      ["cp", "-r", TrainedCheckpoint.directory + "/model", "ck"], directory: directory.path)
    #expect(copy.finish().status == 0)
    try write(bytes, to: directory.path("ck/" + name))
    return Dragoman.run("translate ck", in: directory.path, input: "a\n")
  }

  @Test(arguments: ["model.safetensors", "config.json", "source.vocab", "target.vocab"])
  func aPointerOfGitLFS(name: String) throws {
    #expect(
      try translate(with: name, Array(Self.pointer.utf8))
        == failure(
          65, "ck/\(name) is a Git LFS pointer, not the file itself.",
          "Fetch the file: git lfs pull"))
  }

  @Test func weightsOfPyTorch() throws {
    let archive = Array("PK\u{3}\u{4}\0\0\u{8}\u{8}".utf8) + [UInt8](repeating: 0, count: 100)
    #expect(
      try translate(with: "model.safetensors", archive)
        == failure(
          65, "ck/model.safetensors is a zip archive, as saved by PyTorch, not a safetensors file.",
          "Save the weights with safetensors.torch.save_file."))
  }

  @Test(
    arguments: [
      ([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3], "compressed data (gzip)"),
      (Array("<!DOCTYPE html>\n".utf8), "an HTML page"),
      ([0x89] + Array("HDF\r\n\u{1A}\n".utf8), "binary data"),
      (Array("BZh91AY&SY".utf8), "compressed data (bzip2)"),
    ] as [([UInt8], String)])
  func otherWeights(bytes: [UInt8], description: String) throws {
    #expect(
      try translate(with: "model.safetensors", bytes)
        == failure(
          65, "ck/model.safetensors is \(description), not a safetensors file.",
          "Copy the checkpoint again, or train it again."))
  }
}
