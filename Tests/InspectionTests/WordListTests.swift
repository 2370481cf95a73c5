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

  @Test func `a list of unknown words only is refused`() throws {
    let list = try read("mauve\ntaupe\n")
    #expect(throws: InspectionError.noKnownWord(path: list.path, words: ["mauve", "taupe"])) {
      try list.select(from: colours)
    }
  }
}
