// SPDX-License-Identifier: Apache-2.0

import Glibc
import TestSupport
import Testing

/// UTF-16 and compressed files: one sentence with the command that converts them, and nothing
/// written.
struct TextFormatTests {
  private static let train = "train \(ToyCorpus.small) --epochs 1 --checkpoint c"

  /// Encodes as UTF-16 with a byte-order mark.
  private func utf16(_ text: String, bigEndian: Bool = false) -> [UInt8] {
    ("\u{FEFF}" + text).utf16.flatMap { unit -> [UInt8] in
      let bytes = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      return bigEndian ? bytes.reversed() : bytes
    }
  }

  private func refusal(of path: String, into converted: String) -> ProcessResult {
    failure(
      65, "\(path) is UTF-16, not UTF-8.",
      "Convert it: iconv -f UTF-16 -t UTF-8 \(path) > \(converted)")
  }

  @Test(arguments: [false, true]) func aCorpus(bigEndian: Bool) throws {
    let directory = TemporaryDirectory()
    try write(utf16("a b\tA B\nc\tC\n", bigEndian: bigEndian), to: directory.path("p.tsv"))
    try write("a b\nc\n", to: directory.path("text"))
    for strict in ["", " --strict"] {
      #expect(
        Dragoman.run("\(Self.train) --pairs p.tsv\(strict)", in: directory.path)
          == refusal(of: "p.tsv", into: "p.utf8.tsv"))
    }
    for sides in ["--source p.tsv --target text", "--source text --target p.tsv"] {
      #expect(
        Dragoman.run("\(Self.train) \(sides)", in: directory.path)
          == refusal(of: "p.tsv", into: "p.utf8.tsv"))
    }
    #expect(try names(in: directory.path) == ["p.tsv", "text"])
  }

  @Test(arguments: [[0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], [0, 0, 0xFE, 0xFF, 0, 0, 0, 0x61]])
  func aCorpusOfFourBytesACharacter(bytes: [UInt8]) throws {
    let directory = TemporaryDirectory()
    try write(bytes, to: directory.path("p.tsv"))
    #expect(
      Dragoman.run("\(Self.train) --pairs p.tsv", in: directory.path)
        == failure(
          65, "p.tsv is UTF-32, not UTF-8.",
          "Convert it: iconv -f UTF-32 -t UTF-8 p.tsv > p.utf8.tsv"))
  }

  @Test(
    arguments: [
      "\(train) \(ToyCorpus.training) --dev-source dev.en --dev-target d/utf16",
      "\(train) \(ToyCorpus.training) --dev-pairs d/utf16",
      "\(train) \(ToyCorpus.training) --source-vocabulary d/utf16",
      "\(train) \(ToyCorpus.training) --config d/utf16",
      "vocabulary --input d/utf16 --language en --output v",
      "evaluate --hypothesis dev.en --reference d/utf16",
      "evaluate \(TrainedCheckpoint.directory)/model --pairs d/utf16",
      "embeddings pca \(TrainedCheckpoint.directory)/model --side source --output v --words d/utf16",
    ])
  func anyOtherFile(command: String) throws {
    try withToyCorpus { directory throws in
      mkdir(directory + "/d", 0o755)
      try write(utf16("a\tA\n"), to: directory + "/d/utf16")
      let before = try names(in: directory)
      let result = Dragoman.run(command, in: directory)
      let expected = refusal(of: "d/utf16", into: "d/utf16.utf8")
      #expect(result.status == expected.status)
      #expect(result.output == expected.output)
      #expect(result.error.hasSuffix(expected.error), "\(result.error)")
      #expect(try names(in: directory) == before)
    }
  }

  @Test func aNameThatAShellWouldTakeApart() throws {
    let directory = TemporaryDirectory()
    mkdir(directory.path("it's.d"), 0o755)
    try write(utf16("a\n"), to: directory.path("it's.d/.t"))
    #expect(
      Dragoman.run("vocabulary --input it's.d/.t --language en --output v", in: directory.path)
        == failure(
          65, "it's.d/.t is UTF-16, not UTF-8.",
          #"Convert it: iconv -f UTF-16 -t UTF-8 'it'\''s.d/.t' > 'it'\''s.d/.t.utf8'"#))
  }

  /// The command in the advice makes the file readable.
  @Test(arguments: [false, true]) func theAdviceHelps(bigEndian: Bool) throws {
    let directory = TemporaryDirectory()
    try write(utf16("é 日\n😀 é\n", bigEndian: bigEndian), to: directory.path("t.en"))
    let vocabulary = "--language en --output v --min-frequency 1"
    let refused = Dragoman.run("vocabulary --input t.en \(vocabulary)", in: directory.path)
    let advice = try #require(refused.error.firstMatch(of: /Convert it: (.*)\n/)).1
    let converted = ChildProcess(["sh", "-c", String(advice)], directory: directory.path).finish()
    #expect(converted == ProcessResult(status: 0, output: "", error: ""))
    #expect(
      Dragoman.run("vocabulary --input t.utf8.en \(vocabulary)", in: directory.path).status == 0)
    #expect(
      String(decoding: try contents(of: directory.path("v")), as: UTF8.self)
        == "<pad>\t0\n<unk>\t0\n<s>\t0\n</s>\t0\né\t2\n日\t1\n😀\t1\n")
  }

  /// "é 日" and a line feed, compressed by gzip.
  private static let gzipped: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x3B, 0xBC, 0x52, 0xE1, 0xD9,
    0xF4, 0xA5, 0x5C, 0x00, 0x69, 0x24, 0xA6, 0xA7, 0x07, 0x00, 0x00, 0x00,
  ]

  @Test(arguments: [
    ("t.en.gz", "gzip", "t.en", gzipped),
    ("t.bz2", "bzip2", "t", Array("BZh91AY&SY".utf8) + [0x00]),
    ("t.xz", "xz", "t", [0xFD] + Array("7zXZ".utf8) + [0x00, 0x00]),
    ("t", "zstd", "t.txt", [0x28, 0xB5, 0x2F, 0xFD, 0x04]),
  ])
  func aCompressedCorpus(
    path: String, program: String, unpacked: String, bytes: [UInt8]
  ) throws {
    let directory = TemporaryDirectory()
    try write(bytes, to: directory.path(path))
    let vocabulary = "--language en --output v --min-frequency 1"
    let advice = "\(program) -dc \(path) > \(unpacked)"
    #expect(
      Dragoman.run("vocabulary --input \(path) \(vocabulary)", in: directory.path)
        == failure(
          65, "\(path) is compressed data (\(program)), not text.", "Unpack it: \(advice)"))
    #expect(try names(in: directory.path) == [path])
    guard program == "gzip" else { return }
    #expect(ChildProcess(["sh", "-c", advice], directory: directory.path).finish().status == 0)
    #expect(
      Dragoman.run("vocabulary --input \(unpacked) \(vocabulary)", in: directory.path).status == 0)
    #expect(
      String(decoding: try contents(of: directory.path("v")), as: UTF8.self)
        == "<pad>\t0\n<unk>\t0\n<s>\t0\n</s>\t0\né\t1\n日\t1\n")
  }

  @Test func textThatBeginsAsBzip2DoesIsText() throws {
    let directory = TemporaryDirectory()
    try write("BZh9 is how it begins\n", to: directory.path("t"))
    let result = Dragoman.run(
      "vocabulary --input t --language en --output v --min-frequency 1", in: directory.path)
    #expect(result.status == 0, "\(result.error)")
  }

  @Test(arguments: [
    ("translate model", "translate"), ("explain model", "explain"),
    ("tokenize --language en", "tokenize"), ("bpe apply --undo", "bpe apply"),
  ])
  func standardInput(command: String, name: String) {
    for bigEndian in [false, true] {
      let result = Dragoman.run(
        command, in: TrainedCheckpoint.directory, bytes: utf16("a\nb\n", bigEndian: bigEndian))
      #expect(
        result
          == failure(
            65, "Standard input is UTF-16, not UTF-8.",
            "Convert it: iconv -f UTF-16 -t UTF-8 FILE | dragoman \(name) …"))
    }
  }
}
