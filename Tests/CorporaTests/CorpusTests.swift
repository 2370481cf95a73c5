// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Files
import Glibc
import TestSupport
import Testing
import Text

@testable import Corpora

@Suite final class CorpusTests {
  private let directory = TemporaryDirectory()

  @Test func readsAlignedFilesAndPairsAlike() throws {
    let files = try files(source: "Ja!\r\nNein.\n", target: "\u{FEFF}Yes!\nNo.")
    let pairs = try pairs("Ja!\tYes!\tby somebody\t\u{FEFF}\r\nNein.\tNo.\n")
    for source in [files, pairs] {
      let corpus = try read(source)
      #expect(corpus.report.pairsRead == 2 && corpus.report.pairsKept == 2)
      let german = corpus.source.build()
      let english = corpus.target.build()
      #expect(german.tokens(of: 4..<8) == ["Ja", "Nein", "￭!", "￭."])
      let encoded = corpus.encoded(source: german, target: english)
      #expect(encoded.count == 2)
      let sentences = encoded.pairs([0, 1])
      #expect(sentences.map { Array($0.source) } == [[4, 6], [5, 7]])
      #expect(english.tokens(of: sentences[1].target) == ["No", "￭."])
      #expect(Array(encoded.pairs([1])[0].source) == [5, 7])
    }
  }

  @Test func countsWhatItLeavesOut() throws {
    let lines: [[UInt8]] = [
      Array("a\tb".utf8), Array("no tab".utf8), [0x61, 0x09, 0xFF], [0xFF, 0x09, 0x61],
      Array("\tb".utf8), Array("a\t \u{3000}".utf8), Array("\t".utf8), [],
      Array("a b c d\tb".utf8), Array("a\tb c d e".utf8), Array("a b c\ta b c".utf8),
      [0x61, 0x09, 0x62, 0x09, 0xFF],
    ]
    let path = directory.path("odd.tsv")
    try write(Array(lines.joined(separator: [0x0A])), to: path)
    let report = try read(.pairs(path), CorpusLimits(maximumLength: 3)).report
    // The blank line 8 holds no pair.
    #expect(report.pairsRead == 11 && report.pairsKept == 3)
    #expect(report.skippedNoTab.firstLines == [2])
    #expect(report.skippedInvalidUTF8.firstLines == [3, 4])
    #expect(report.skippedBlank.firstLines == [5, 6])
    #expect(report.blankPairs.firstLines == [7])
    #expect(report.skippedTooLong.firstLines == [9, 10])
  }

  @Test func keepsTheFirstLineNumbersOnly() throws {
    let source = try pairs(String(repeating: "x\n", count: 9) + "a\tb\n")
    let skipped = try read(source).report.skippedNoTab
    #expect(skipped.count == 9 && skipped.firstLines == [1, 2, 3, 4, 5])
  }

  @Test func refusesWhatIsStrictlyWrong() throws {
    let strict = CorpusLimits(maximumLength: 1, strict: true)
    let path = directory.path("pairs")
    let cases: [([UInt8], CorpusError.Violation)] = [
      ([0x61, 0x09, 0xFF], .invalidUTF8), ([0x61], .missingTab), ([0x61, 0x09], .oneSidedBlank),
    ]
    for (line, violation) in cases {
      try write(Array("a\tb\n\t\na a\tb\n".utf8) + line, to: path)
      #expect(throws: CorpusError.violation(path: path, line: 4, violation)) {
        try read(.pairs(path), strict)
      }
    }
    let files = try files(source: "a\nb\n", target: "a\n\n")
    #expect(throws: CorpusError.violation(path: files.paths[1], line: 2, .oneSidedBlank)) {
      try read(files, strict)
    }
  }

  @Test(arguments: [("a\nb\nc", "a\n", 3, 1), ("", "a\n", 0, 1), ("a\n\n\n", "a\nb", 3, 2)])
  func refusesSidesOfUnequalLength(
    _ source: String, _ target: String, _ sourceLines: Int, _ targetLines: Int
  ) throws {
    let files = try files(source: source, target: target)
    let error = CorpusError.unequalLineCounts(
      source: files.paths[0], sourceLines: sourceLines,
      target: files.paths[1], targetLines: targetLines)
    #expect(throws: error) { try read(files) }
  }

  @Test func refusesACorpusWithoutPairs() throws {
    let empty = try files(source: "", target: "\u{FEFF}")
    #expect(throws: CorpusError.empty(paths: empty.paths)) { try read(empty) }
    let useless = try pairs("x\n\ty\n")
    var report = CorpusReport()
    report.pairsRead = 2
    report.skippedNoTab.add(line: 1)
    report.skippedBlank.add(line: 2)
    #expect(throws: CorpusError.nothingKept(paths: useless.paths, report)) { try read(useless) }
  }

  @Test func namesAMissingFile() throws {
    let source = ParallelSource.files(source: "/tmp", target: directory.path("none"))
    #expect(throws: FileError(.open, path: "/tmp", code: EISDIR)) { try read(source) }
    #expect(throws: FileError(.open, path: directory.path("none"), code: ENOENT)) {
      try read(.pairs(directory.path("none")))
    }
  }

  @Test func readsAPipeInOneWay() throws {
    let path = directory.path("fifo")
    #expect(mkfifo(path, 0o600) == 0)
    let output = open(path, O_RDWR)
    #expect(Glibc.write(output, "a b\tc\n", 6) == 6)
    let reader = try CorpusReader(.pairs(path))
    close(output)
    let block = try #require(try reader.next())
    #expect(block.count == 1 && block.firstLine == 1)
    #expect(block.source.bytes[block.source.range(0)].elementsEqual("a b".utf8))
    #expect(block.target.bytes[block.target.range(0)].elementsEqual("c".utf8))
    #expect(try reader.next() == nil)
  }

  @Test func fingerprintsTellCorporaApart() throws {
    let first = try read(files(source: "a\n", target: "b\n")).fingerprint
    #expect(
      first == CorpusFingerprint(bytes: 4, lines: 1, hash: "fbbde8981eccc855afc37974405adf22"))
    let others = try [
      read(files(source: "b\n", target: "a\n")), read(files(source: "a", target: "b\n")),
      read(files(source: "a\r\n", target: "b\n")), read(pairs("a\tb\n")),
    ]
    for other in others { #expect(other.fingerprint != first) }
    #expect(try read(files(source: "a\n", target: "b\n")).fingerprint == first)
  }

  @Test func encodesAnotherCorpusWithTheSameVocabularies() throws {
    let training = try read(pairs("a a b\tx x y\na\tx\n"))
    let source = training.source.build(minimumFrequency: 2)
    let target = training.target.build(maximumSize: 1)
    #expect(source.count == 5 && target.count == 5)
    let dev = try read(pairs("b a <unk>\tx </s>\n")).encoded(source: source, target: target)
    let sentence = dev.pairs([0])[0]
    #expect(Array(sentence.source) == [1, 4, 1, 1, 1])
    #expect(Array(sentence.target) == [4, 1, 1, 1, 1])
    #expect(dev.unknownShare == (0.8, 0.8))
  }

  private func read(
    _ source: ParallelSource, _ limits: CorpusLimits = CorpusLimits()
  ) throws -> TokenizedCorpus {
    let tokenizer = TokenizerConfiguration(language: "de")
    return try TokenizedCorpus(
      source, source: tokenizer, target: tokenizer, limits: limits, scratchIn: [directory.path])
  }

  private func files(source: String, target: String) throws -> ParallelSource {
    let paths = [directory.path("source"), directory.path("target")]
    try write(Array(source.utf8), to: paths[0])
    try write(Array(target.utf8), to: paths[1])
    return .files(source: paths[0], target: paths[1])
  }

  private func pairs(_ text: String) throws -> ParallelSource {
    let path = directory.path("pairs.tsv")
    try write(Array(text.utf8), to: path)
    return .pairs(path)
  }
}
