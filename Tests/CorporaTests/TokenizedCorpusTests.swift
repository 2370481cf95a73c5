// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import TestSupport
import Testing
import Text

@testable import Corpora

/// A corpus of several blocks, indexed by any number of threads.
@Suite final class TokenizedCorpusTests {
  private let directory = TemporaryDirectory()

  /// Writes a corpus in which some lines are skipped; blocks start and end anywhere.
  private func write(lines: Int) throws -> ParallelSource {
    var random = RandomText(seed: 3)
    let words = (0..<5_000).map { _ in random.next().split { $0.isWhitespace }.joined() }
    var text: [UInt8] = []
    for line in 0..<lines {
      for side in 0..<2 {
        let count = line % 97 == side ? 0 : 1 + random.number(below: 12)
        let sentence = (0..<count).map { _ in words[random.number(below: words.count)] }
        text += sentence.joined(separator: " ").utf8
        if line % 101 == side { text.append(0xFF) }
        text.append(UInt8(ascii: side == 0 && line % 103 > 0 ? "\t" : "\n"))
        if side == 0 && line % 103 == 0 { break }
      }
    }
    let path = directory.path("pairs.tsv")
    try TestSupport.write(text, to: path)
    return .pairs(path)
  }

  private func read(
    _ source: ParallelSource, strict: Bool = false, threads: Int
  ) throws -> TokenizedCorpus {
    let tokenizer = TokenizerConfiguration(language: "de", lowercase: true)
    return try TokenizedCorpus(
      source, source: tokenizer, target: tokenizer,
      limits: CorpusLimits(maximumLength: 20, strict: strict), threads: threads,
      scratchIn: [directory.path])
  }

  @Test func isTheSameForAnyNumberOfThreads() throws {
    let source = try write(lines: 5_000)
    let plain = try read(source, threads: 1)
    let (german, english) = (plain.source.build(), plain.target.build())
    let pairs = plain.encoded(source: german, target: english)
    #expect(plain.fingerprint.bytes > 3 * LineBlock.size)
    #expect(plain.report.pairsRead == 5_000 && plain.report.skippedNoTab.count == 49)
    #expect(plain.report.skippedInvalidUTF8.count > 80 && plain.report.skippedBlank.count > 80)
    for threads in [2, 3] {
      let corpus = try read(source, threads: threads)
      #expect(corpus.report == plain.report && corpus.fingerprint == plain.fingerprint)
      #expect(corpus.source.build() == german && corpus.target.build() == english)
      let same = corpus.encoded(source: german, target: english)
      #expect(same.count == pairs.count && same.unknownShare == pairs.unknownShare)
      let numbers = 0..<pairs.count
      #expect(zip(same.pairs(numbers), pairs.pairs(numbers)).allSatisfy { $0 == $1 })
    }
  }

  @Test func equalsTokenizingLineByLine() throws {
    let source = try write(lines: 2_000)
    let corpus = try read(source, threads: 2)
    let (german, english) = (corpus.source.build(), corpus.target.build())
    let encoded = corpus.encoded(source: german, target: english)
    let tokenizer = try Tokenizer(TokenizerConfiguration(language: "de", lowercase: true))
    let reader = try LineReader(path: source.paths[0])
    var pair = 0
    while let line = try reader.next() {
      let sides = line.text.utf8.split(separator: 9, omittingEmptySubsequences: false)
        .map { tokenizer.tokenize(String(Substring($0))) }
      guard line.isValid, !line.hasNul, sides.count == 2,
        sides.allSatisfy({ (1...20).contains($0.count) })
      else { continue }
      let found = encoded.pairs([pair])[0]
      #expect(found.source.elementsEqual(german.ids(of: sides[0])))
      #expect(found.target.elementsEqual(english.ids(of: sides[1])))
      pair += 1
    }
    #expect(pair == encoded.count)
  }

  /// If there are several violations, or sides of unequal length after one, the first is reported.
  @Test(arguments: [1, 2, 3])
  func theFirstViolationIsTold(threads: Int) throws {
    let source = try write(lines: 5_000)
    #expect(
      throws: CorpusError.violation(path: source.paths[0], line: 1, .missingTab)
    ) { try read(source, strict: true, threads: threads) }

    let good = String(repeating: "a few words\n", count: 25_000)
    let paths = [directory.path("source"), directory.path("target")]
    try TestSupport.write(Array((good + "\na\n").utf8), to: paths[0])
    try TestSupport.write(Array((good + "b\n").utf8), to: paths[1])
    let unequal = ParallelSource.files(source: paths[0], target: paths[1])
    #expect(throws: CorpusError.violation(path: paths[0], line: 25_001, .oneSidedBlank)) {
      try read(unequal, strict: true, threads: threads)
    }
    #expect(
      throws: CorpusError.unequalLineCounts(
        source: paths[0], sourceLines: 25_002, target: paths[1], targetLines: 25_001)
    ) { try read(unequal, threads: threads) }
  }

  @Test(arguments: [1, 2])
  func countsAText(threads: Int) throws {
    let path = directory.path("text")
    let good = String(repeating: "Ein Hund, ein Haus.\n", count: 10_000)
    try TestSupport.write(Array(good.utf8) + [0xFF, 0x0A] + Array(good.utf8), to: path)
    let text = try CountedText(
      path: path, TokenizerConfiguration(language: "de", lowercase: true), threads: threads)
    #expect(text.wordCount == 120_000)
    #expect(text.encoding?.invalidLines == 1 && text.encoding?.firstLine == 10_001)
    #expect(text.nulLines.count == 0 && text.longLines.count == 0)
    let words = text.words.build()
    #expect(words.tokens(of: 4..<9) == ["ein", "haus", "hund", "￭,", "￭."])
    #expect(words.frequency(of: 4) == 40_000)
  }

  /// The amount of text that a thread holds does not grow with the corpus.
  @Test func blocksAreSmall() throws {
    let line = "a few words\tand more of them\n"
    let path = directory.path("pairs.tsv")
    try TestSupport.write(Array(String(repeating: line, count: 20_000).utf8), to: path)
    let reader = try CorpusReader(.pairs(path))
    var (pairs, blocks) = (0, 0)
    while let block = try reader.next() {
      #expect(block.firstLine == pairs + 1)
      for side in [block.source, block.target] {
        #expect(side.bytes.count < LineBlock.size + line.utf8.count)
      }
      pairs += block.count
      blocks += 1
    }
    #expect(pairs == 20_000 && blocks == 2)
  }

  @Test func blankLinesFillABlockToo() {
    var block = LineBlock()
    while !block.isFull { block.append(Span()) }
    #expect(block.count == LineBlock.size)
  }

  @Test func leavesNoFile() throws {
    let source = try write(lines: 10)
    let corpus = try read(source, threads: 1)
    #expect(corpus.report.pairsKept > 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["pairs.tsv"])
  }
}
