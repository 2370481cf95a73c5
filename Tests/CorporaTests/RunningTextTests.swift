// SPDX-License-Identifier: Apache-2.0

import Files
import FoundationEssentials
import Subwords
import TestSupport
import Testing

@testable import Corpora
@testable import Text

/// Reading running text from files.
@Suite final class RunningTextTests {
  private let directory = TemporaryDirectory()
  private static let plain = TokenizerConfiguration(language: "en", normalization: .none)

  private func write(_ bytes: some Sequence<UInt8>, _ name: String = "text.txt") throws -> String {
    let path = directory.path(name)
    try TestSupport.write(Array(bytes), to: path)
    return path
  }

  private func read(
    _ paths: [String], _ unit: TextUnit = .character, _ layout: TextLayout = .continuous,
    strict: Bool = false, threads: Int = 1, blockSize: Int = 1 << 18
  ) throws -> IndexedText {
    try IndexedText(
      paths, unit, Self.plain, layout: layout, strict: strict, threads: threads,
      scratchIn: [directory.path], blockSize: blockSize)
  }

  private func codec(_ text: IndexedText, minimumFrequency: Int = 1) throws -> TextCodec {
    let merges = text.unit == .subword ? text.learnedMerges(100, in: text.places) : nil
    let vocabulary = text.vocabulary(
      of: text.places, merges: merges, minimumFrequency: minimumFrequency)
    return try TextCodec(text.unit, Self.plain, TokenCodec(vocabulary, merges: merges))
  }

  private func restored(_ text: IndexedText) throws -> String {
    let codec = try codec(text)
    let ids = try text.encoded(text.places, codec.codec)
    #expect(ids.unknownShare == 0)
    return codec.text(of: ids.tokens(0..<ids.count))
  }

  // MARK: - Units

  @Test(arguments: TextUnit.allCases, [1 << 18, 50])
  func filesAreRestored(unit: TextUnit, blockSize: Int) throws {
    let texts = UnitTexts.all(random: 60, seed: 21).map { $0.replacing("\0", with: "") }
    let first = "Begin\n" + texts.joined(separator: "\n") + "\n"
    let second = "End" + texts.reversed().joined()
    let paths = [
      try write([0xEF, 0xBB, 0xBF] + first.utf8, "1.txt"), try write([], "2.txt"),
      try write(second.utf8, "3.txt"),
    ]
    let text = try read(paths, unit, threads: 3, blockSize: blockSize)
    #expect(isSame(try restored(text), first + second))
    let codec = try codec(text)
    let ids = try text.encoded(text.places, codec.codec)
    let expected = codec.ids(of: first) + [3] + codec.ids(of: second) + [3]
    // Blocks this small may cut words of long lines, but not characters.
    if blockSize < 100 && unit.isOfWords { return }
    #expect(ids.tokens(0..<ids.count) == expected)
    #expect(ids.tokens([3..<9, 0..<1]) == [expected[3..<9], expected[0..<1]])
    #expect(text.report.files == 3 && text.fingerprint.lines == text.report.lines)
    #expect(text.report.lines == (first + second).utf8.count { $0 == 0x0A } + 1)
    #expect(text.fingerprint.bytes == 3 + first.utf8.count + second.utf8.count)
    #expect(text.fingerprint.hash.count == 48)
  }

  /// Texts of several blocks without a line feed, in which units go on from block to block.
  @Test(arguments: [
    "word after word, ", "слово за словом, ", "日本語の文", "👩‍👩‍👧‍👦", "🇫🇷", "e\u{301}", "ACGT", "\r",
    "x\r\u{3000} ", " ",
  ])
  func longLinesAreCutBetweenUnits(piece: String) throws {
    let text = "«" + String(repeating: piece, count: 3_000 / piece.utf8.count)
    let path = try write(text.utf8)
    for unit in TextUnit.allCases {
      let indexed = try read([path], unit, threads: 2, blockSize: 1_000)
      #expect(isSame(try restored(indexed), text), "\(unit)")
      if !unit.isOfWords {
        #expect(indexed.count == 1 + (unit == .character ? text.count : text.unicodeScalars.count))
      }
      #expect(indexed.report.lines == 1)
    }
    if piece.hasSuffix(", ") {
      let units = try UnitSplitter(.word, Self.plain).units(of: text)
      #expect(try read([path], .word, blockSize: 1_000).report.units == units.count)
    }
  }

  @Test func aClusterMayBeLongerThanABlock() throws {
    let text = "a" + String(repeating: "\u{301}", count: 5_000) + "b"
    let indexed = try read([try write(text.utf8)], blockSize: 1_000)
    #expect(indexed.report.units == 2)
    #expect(isSame(try restored(indexed), text))
  }

  @Test func rareUnitsAreUnknown() throws {
    let text = try read([try write("abracadabra".utf8)])
    let codec = try codec(text, minimumFrequency: 2)
    let ids = try text.encoded(text.places, codec.codec)
    #expect(codec.vocabulary.tokens(of: 4..<7) == ["a", "b", "r"] && codec.vocabulary.count == 7)
    #expect(ids.tokens(0..<ids.count) == [4, 5, 6, 4, 1, 4, 1, 4, 5, 6, 4, 3])
    #expect(ids.unknownShare == 2.0 / 11)
    #expect(codec.vocabulary.frequency(of: 1) == 2)
    #expect(text.report.units == 11 && text.report.distinctUnits == 5)
    #expect(codec.text(of: ids.tokens(0..<6)) == "abra\u{FFFD}a")
  }

  @Test func otherTextIsEncodedWithTheSameVocabulary() throws {
    let codec = try codec(try read([try write("hello\n".utf8, "a")]))
    let other = try read([try write("help\n".utf8, "b")])
    let ids = try other.encoded(other.places, codec.codec)
    #expect(codec.text(of: ids.tokens(0..<ids.count)) == "hel\u{FFFD}\n")
    #expect(ids.unknownShare == 0.2)
  }

  // MARK: - Parts and lines

  @Test(arguments: TextUnit.allCases)
  func theLastShareIsForDevelopment(unit: TextUnit) throws {
    let words = (0..<200).map { "w\($0 / 10) " }.joined()
    let text = try read([try write(words.utf8)], unit)
    let parts = text.split(developmentShare: 0.05)
    #expect(parts.training.upperBound == parts.development.lowerBound)
    #expect(parts.development.upperBound == text.count)
    #expect(parts.development.count == Int((Double(text.count) * 0.05).rounded()))
    let codec = try codec(text)
    let training = try text.encoded(parts.training, codec.codec)
    let development = try text.encoded(parts.development, codec.codec)
    let tokens = training.tokens(0..<training.count) + development.tokens(0..<development.count)
    #expect(tokens == codec.ids(of: words) + [3])
    #expect(text.vocabulary(of: 0..<1).count == 5, "counts are those of the part")
    #expect(text.split(developmentShare: 0).development.isEmpty)
  }

  @Test(arguments: TextUnit.allCases)
  func linesAreSequences(unit: TextUnit) throws {
    let lines = ["Anna", "Bert and  Cleo ", "Dora\\"]
    let path = try write("Anna\r\n\nBert and  Cleo \n\r\nDora\\".utf8)
    let text = try read([path, path], unit, .lines)
    let codec = try codec(text)
    let ids = try text.encoded(text.places, codec.codec)
    #expect(ids.lineCount == 6 && text.report.emptyLines == 4 && text.report.lines == 10)
    for (number, line) in (lines + lines).enumerated() {
      #expect(ids.tokens(ids.places(ofLine: number)) == [3] + codec.ids(of: line) + [3])
    }
    #expect(ids.places(ofLine: 5).upperBound == ids.count)
    let parts = text.split(developmentShare: 0.4)
    let training = try text.encoded(parts.training, codec.codec)
    let development = try text.encoded(parts.development, codec.codec)
    #expect(training.lineCount + development.lineCount == 6 && development.lineCount >= 2)
    let first = development.tokens(development.places(ofLine: 0))
    #expect(first == ids.tokens(ids.places(ofLine: training.lineCount)))
    #expect(development.places(ofLine: 0).lowerBound == 0)
  }

  @Test func aLineMayBeLongerThanABlock() throws {
    let long = String(repeating: "abc ", count: 1_500)
    for end in ["", "\n", "\r\n"] {
      let text = try read(
        [try write(("x\n" + long + end).utf8)], .character, .lines, blockSize: 1_000)
      let codec = try codec(text)
      let ids = try text.encoded(text.places, codec.codec)
      #expect(ids.lineCount == 2 && ids.tokens(ids.places(ofLine: 0)).count == 3)
      #expect(codec.text(of: ids.tokens(ids.places(ofLine: 1))) == long)
    }
  }

  @Test(arguments: TextUnit.allCases)
  func charactersAreExtendedGraphemeClusters(unit: TextUnit) throws {
    let path = try write("e\u{301} \u{1F468}\u{200D}\u{1F469}\r\n\n\r\nlast".utf8)
    for blockSize in [1, 3, 1 << 18] {
      #expect(try read([path], unit, blockSize: blockSize).report.characters == 10)
      #expect(try read([path], unit, .lines, blockSize: blockSize).report.characters == 9)
    }
  }

  // MARK: - Wrong input

  @Test func textWithNothingToLearnIsRefused() throws {
    let empty = [try write([], "1"), try write([], "2"), try write([0xEF, 0xBB, 0xBF], "3")]
    #expect(throws: RunningTextError.empty(paths: empty)) { try read(empty) }
    let blank = [try write("\n\r\n\n".utf8, "4")]
    #expect(throws: RunningTextError.empty(paths: blank)) { try read(blank, .word, .lines) }
    let one = [try write("\n\n\n\n".utf8, "5")]
    #expect(throws: RunningTextError.oneDistinctUnit(paths: one, unit: #"\n"#)) { try read(one) }
    let words = [try write("bla bla bla".utf8, "6")]
    #expect(throws: RunningTextError.oneDistinctUnit(paths: words, unit: "bla")) {
      try read(words, .word)
    }
  }

  @Test func invalidLinesAreCounted() throws {
    let bytes = Array("one\ntwo ".utf8) + [0xE9] + Array("t\nthree\nfo".utf8) + [0, 0x0A, 0xC3]
    let path = try write(bytes + Array("\nsix\nseven\neight\n".utf8))
    let text = try read([path])
    let error = TextEncodingError(
      path: path, invalidLines: 2, firstLine: 2, lines: 8,
      encoding: text.report.encodings[0].encoding)
    #expect(text.report.encodings == [error] && text.report.nulLines == 1)
    #expect(try restored(text) == "one\ntwo \u{FFFD}t\nthree\nfo\0\n\u{FFFD}\nsix\nseven\neight\n")
    #expect(throws: CorpusError.violation(path: path, line: 2, .invalidUTF8)) {
      try read([path], strict: true)
    }
    let nul = try write("a\nb\0\nc\nd\n".utf8, "nul")
    #expect(throws: CorpusError.violation(path: nul, line: 2, .nul)) {
      try read([nul], strict: true)
    }
  }

  @Test func aLongInvalidLineCountsOnce() throws {
    let line = Array(repeating: Array("caf".utf8) + [0xE9, 0x20], count: 1_500).joined()
    let path = try write(Array("one\ntwo\n".utf8) + line)
    let report = try read([path], blockSize: 1_000).report
    #expect(report.encodings.map(\.invalidLines) == [1] && report.encodings[0].firstLine == 3)
  }

  @Test func otherEncodingsAndFormatsAreRefused() throws {
    let latin = try write(
      Array("un \u{E9}t\u{E9}\nd\u{E9}j\u{E0}\n".unicodeScalars.map { UInt8($0.value) }))
    #expect(throws: TextEncodingError.self) { try read([latin]) }
    let wide = "Hello\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let files: [(FileFormat, [UInt8])] = [
      (.utf16, [0xFF, 0xFE] + wide), (.utf16LittleEndian, wide),
      (.zip, Array("PK\u{3}\u{4}".utf8) + [0, 0, 7]), (.pdf, Array("%PDF-1.7\n".utf8)),
      (.gzip, [0x1F, 0x8B, 8, 0]), (.binary, [65, 0, 66, 10]),
      (.binary, Array("a\n".utf8) + Array(repeating: [65, 0, 10], count: 9).joined()),
    ]
    for (format, bytes) in files {
      let path = try write(bytes, "file")
      #expect(throws: TextFormatError(path: path, format)) { try read([path]) }
    }
    let returns = try write("one\rtwo\r".utf8, "returns")
    #expect(throws: TextFormatError(path: returns, .carriageReturns)) {
      try read([returns], .character, .lines)
    }
    #expect(try restored(try read([returns])) == "one\rtwo\r")
    #expect(throws: FileError.self) { try read([directory.path("missing")]) }
    #expect(throws: FileError.self) { try read([directory.path]) }
  }
}
