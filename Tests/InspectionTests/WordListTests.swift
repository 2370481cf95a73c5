// SPDX-License-Identifier: Apache-2.0

import Files
import FoundationEssentials
import Glibc
import Inspection
import TestSupport
import Testing

/// Reads the bytes as a word list. The path in a thrown error is reduced to the file name.
private func read(_ bytes: [UInt8]) throws -> WordList {
  let directory = TemporaryDirectory()
  let path = directory.path("words.tsv")
  try Data(bytes).write(to: URL(filePath: path))
  do {
    return try WordList(path: path)
  } catch InspectionError.wordList(path, let line, let fault) {
    throw InspectionError.wordList(path: "words.tsv", line: line, fault)
  } catch InspectionError.emptyWordList(path) {
    throw InspectionError.emptyWordList(path: "words.tsv")
  }
}

private func read(_ text: String) throws -> WordList { try read(Array(text.utf8)) }

@Suite struct WordListTests {
  @Test func `words come with their groups and lines, header and blank lines skipped`() throws {
    let list = try read("word\tgroup\nking\troyalty\n\nblue\tcolours\nhm\nok\t\n")
    #expect(list.entries.map(\.word) == ["king", "blue", "hm", "ok"])
    #expect(list.entries.map(\.group) == ["royalty", "colours", nil, nil])
    #expect(list.entries.map(\.line) == [2, 4, 5, 6])
  }

  @Test func `byte-order mark, CRLF and a missing last line end are accepted`() throws {
    let list = try read("\u{FEFF}word\tgroup\r\nking\troyalty\r\nblue")
    #expect(list.entries.map(\.word) == ["king", "blue"])
    #expect(list.entries.map(\.group) == ["royalty", nil])
  }

  @Test func `a header is a header on the first line only`() throws {
    #expect(try read("a\nword\tgroup\n").entries.map(\.word) == ["a", "word"])
    #expect(try read("word\n").entries.map(\.word) == ["word"])
  }

  @Test(arguments: [
    ("a\nb\tc\td\n", 2, InspectionError.WordListFault.columns(found: 3)),
    ("\tgroup\n", 1, .missingWord),
    ("a\nb\na\tgroup\n", 3, .repeatedWord("a", firstLine: 1)),
  ])
  func `a bad line is named`(text: String, line: Int, fault: InspectionError.WordListFault) {
    #expect(throws: InspectionError.wordList(path: "words.tsv", line: line, fault)) {
      try read(text)
    }
  }

  @Test func `UTF-16 is refused`() throws {
    let directory = TemporaryDirectory()
    let path = directory.path("words.tsv")
    try Data([0xFF, 0xFE, 0x61, 0x00]).write(to: URL(filePath: path))
    #expect(throws: TextFormatError(path: path, .utf16)) { try WordList(path: path) }
  }

  @Test func `invalid UTF-8 is named by line`() {
    #expect(throws: InspectionError.wordList(path: "words.tsv", line: 2, .invalidUTF8)) {
      try read([0x61, 0x0A, 0xFF, 0x0A])
    }
  }

  @Test(arguments: ["", "\n\n", "word\tgroup\n"])
  func `a list without words is refused`(text: String) {
    #expect(throws: InspectionError.emptyWordList(path: "words.tsv")) { try read(text) }
  }

  @Test func `a missing file is the system's error`() {
    #expect(throws: FileError(.open, path: "/nowhere/words", code: ENOENT)) {
      try WordList(path: "/nowhere/words")
    }
  }

  private let colours = table([("red", [1]), ("green", [2]), ("blue", [3]), ("hot", [4])])

  @Test func `known words are selected by row, unknown ones reported`() throws {
    let list = try read("hot\nmauve\tcolour\ngreen\tcolour\nred\tcolour\n")
    let selection = try list.select(from: colours)
    #expect(selection.rows == [0, 1, 3])
    #expect(selection.groups == ["colour", "colour", nil])
    #expect(selection.unknown.map(\.word) == ["mauve"])
    #expect(selection.unknown.map(\.line) == [2])
  }

  private let joined = EmbeddingTable(
    words: ["猫", "￭猫", "￭喜欢", "l'￭", "喜欢￭", "new"], counts: [1, 9, 5, 4, 7, 3], dimension: 1,
    vectors: [1, 2, 3, 4, 5, 6], spellings: ["猫", "猫", "喜欢", "l'", "喜欢", "new"],
    reading: { word in
      let words = word.split(separator: " ").map { String($0).lowercased() }
      return WrittenWord(
        spelling: words.joined(separator: " "), tokens: words,
        units: words == ["newer"] ? ["new@@", "er"] : [])
    })

  @Test(arguments: [
    ("猫", 0), ("￭猫", 1), ("喜欢", 4), ("￭喜欢", 2), ("l'", 3), ("l'￭", 3), ("NEW", 5), ("New", 5),
    ("new york", nil), ("newer", nil), ("", nil), ("狗", nil),
  ])
  func `words are found as they are written`(word: String, row: Int?) {
    #expect(joined.row(of: word) == row)
  }

  @Test func `an entry without a row of its own says why`() throws {
    let list = try read("New\tx\n喜欢\tverb\nnew york\nnewer\n狗\n喜欢￭\nnew\ty\n")
    let selection = try list.select(from: joined)
    #expect(selection.rows == [4, 5])
    #expect(selection.groups == ["verb", "x"])
    #expect(
      selection.leftOut.map(\.reason) == [
        .severalTokens(["new", "york"]), .severalUnits(["new@@", "er"]), .unknown,
        .repeated(firstLine: 2), .repeated(firstLine: 1),
      ])
    #expect(selection.leftOut.map(\.entry.line) == [3, 4, 5, 6, 7])
  }

  @Test func `neighbours of what is no single token are refused`() {
    #expect(throws: InspectionError.severalTokens("new York", tokens: ["new", "york"])) {
      try joined.neighbors(of: "new York")
    }
    #expect(throws: InspectionError.severalUnits("newer", units: ["new@@", "er"])) {
      try joined.analogy("猫", "newer", "new")
    }
    #expect(throws: InspectionError.unknownWord("猪", nearest: ["猫"])) {
      try joined.neighbors(of: "猪")
    }
  }

  @Test func `a list of unknown words only is refused`() throws {
    let list = try read("mauve\ntaupe\n")
    #expect(throws: InspectionError.noKnownWord(path: list.path, words: ["mauve", "taupe"])) {
      try list.select(from: colours)
    }
  }
}
