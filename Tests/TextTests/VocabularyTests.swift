// SPDX-License-Identifier: Apache-2.0

import Files
import Glibc
import TestSupport
import Testing

@testable import Text

@Suite final class VocabularyTests {
  private let directory = TemporaryDirectory()

  @Test func ordersByCountThenCodePoint() {
    // In UTF-16 order, U+1F600 would come before U+FF01.
    let vocabulary = built(["b", "\u{1F600}", "\u{FF01}", "é", "a", "c", "c", "z"])
    let expected = [
      "<pad>", "<unk>", "<s>", "</s>", "c", "a", "b", "z", "é", "\u{FF01}", "\u{1F600}",
    ]
    #expect(vocabulary.tokens(of: 0..<11) == expected)
    #expect(vocabulary.count == 11)
    #expect(vocabulary.frequency(of: 4) == 2 && vocabulary.frequency(of: 10) == 1)
    #expect(vocabulary == built(["z", "c", "a", "é", "c", "\u{FF01}", "\u{1F600}", "b"]))
  }

  @Test func leavesOutRareWordsAndCountsThem() {
    let builder = builder(["a", "a", "a", "b", "b", "c", "d"])
    let frequent = builder.build(minimumFrequency: 2)
    #expect(frequent.tokens(of: 4..<6) == ["a", "b"])
    #expect(frequent.count == 6 && frequent.frequency(of: Vocabulary.Special.unknown) == 2)
    let small = builder.build(maximumSize: 3)
    #expect(small.tokens(of: 4..<7) == ["a", "b", "c"])
    #expect(small.count == 7 && small.frequency(of: Vocabulary.Special.unknown) == 1)
    #expect(builder.build(minimumFrequency: 9).count == 4)
    #expect(VocabularyBuilder().build().count == 4)
  }

  @Test func textNeverBecomesASpecialToken() {
    let vocabulary = built(["<s>", "<s>", "a", "<unk>"])
    #expect(vocabulary.count == 5)
    #expect(vocabulary.frequency(of: Vocabulary.Special.unknown) == 3)
    #expect(Vocabulary.Special.tokens.map { vocabulary.id(of: $0) } == [nil, nil, nil, nil])
    #expect(vocabulary.ids(of: ["<s>", "a", "b"]) == [1, 4, 1])
  }

  @Test func tellsTokensApartByTheirBytes() {
    let vocabulary = built(["e\u{301}", "\u{E9}", "\u{E9}", "a\0", "a"])
    #expect(vocabulary.count == 8)
    #expect(vocabulary.id(of: "\u{E9}") == 4)
    #expect(vocabulary.id(of: "e\u{301}") == 7)
    #expect(vocabulary.id(of: "a\0") == 6)
  }

  @Test func keepsManyTokens() {
    let words = (0..<20_000).map { "w\($0)" }
    let vocabulary = built(words)
    #expect(vocabulary.count == 20_004)
    for word in words.prefix(3_000) {
      let id = vocabulary.id(of: word)
      #expect(id.map { vocabulary[$0] } == word)
    }
    #expect(vocabulary.id(of: "w20000") == nil && vocabulary.id(of: "") == nil)
  }

  @Test func aFileHoldsAllOfIt() throws {
    let path = directory.path("words.vocab")
    let vocabulary = built(["￭,", "a", "a", "\u{FEFF}", "a\0b", "\u{1F}", "e\u{301}", "é"])
    try vocabulary.write(to: path)
    #expect(try Vocabulary(contentsOf: path) == vocabulary)
    let start = "<pad>\t0\n<unk>\t0\n<s>\t0\n</s>\t0\na\t2\n\u{1F}\t1\na\0b\t1\n"
    let read = try MappedFile(path: path).withBytes { String(decoding: $0, as: UTF8.self) }
    #expect(read.utf8.starts(with: start.utf8))
  }

  private static let specials = "<pad>\t0\n<unk>\t0\n<s>\t0\n</s>\t0\n"

  @Test(arguments: [
    ("", 1, VocabularyError.Kind.missingSpecial("<pad>")),
    ("<pad>\t0\n<unk>\t0\n", 3, .missingSpecial("<s>")),
    ("<pad>\t0\n<s>\t0\n<unk>\t0\n</s>\t0\n", 2, .missingSpecial("<unk>")),
    ("<pad>", 1, .missingTab),
    (specials + "a\t1\nb\t1\na\t1\n", 7, .duplicate(token: "a", firstLine: 5)),
    (specials + "<s>\t1\n", 5, .duplicate(token: "<s>", firstLine: 3)),
    (specials + "a\t1\nb\n", 6, .missingTab),
    (specials + "\n", 5, .missingTab),
    (specials + "\t4\n", 5, .emptyToken),
    (specials + "a\tone\n", 5, .badCount("one")),
    (specials + "a\t-1\n", 5, .badCount("-1")),
    (specials + "a\t\n", 5, .badCount("")),
    (specials + "a\t1\t2\n", 5, .badCount("1\t2")),
    (specials + "a\t99999999999999999999\n", 5, .badCount("99999999999999999999")),
  ])
  func refusesABadFile(_ text: String, _ line: Int, _ kind: VocabularyError.Kind) throws {
    let path = directory.path("bad.vocab")
    try write(Array(text.utf8), to: path)
    #expect(throws: VocabularyError(path: path, line: line, kind: kind)) {
      _ = try Vocabulary(contentsOf: path)
    }
  }

  @Test func refusesBytesThatAreNoText() throws {
    let path = directory.path("bad.vocab")
    try write(Array(Self.specials.utf8) + [0xFF, 0x09, 0x31], to: path)
    #expect(throws: VocabularyError(path: path, line: 5, kind: .invalidUTF8)) {
      _ = try Vocabulary(contentsOf: path)
    }
    #expect(throws: FileError(.open, path: directory.path("none"), code: ENOENT)) {
      _ = try Vocabulary(contentsOf: directory.path("none"))
    }
  }

  @Test func readsFilesWithCarriageReturnsAndMarks() throws {
    let path = directory.path("windows.vocab")
    let text = "\u{FEFF}" + (Self.specials + "a\t7\n").replacing("\n", with: "\r\n")
    try write(Array(text.utf8), to: path)
    let vocabulary = try Vocabulary(contentsOf: path)
    #expect(vocabulary.id(of: "a") == 4 && vocabulary.frequency(of: 4) == 7)
  }

  private func builder(_ tokens: [String]) -> VocabularyBuilder {
    var builder = VocabularyBuilder()
    builder.add(tokens)
    return builder
  }

  private func built(_ tokens: [String]) -> Vocabulary { builder(tokens).build() }
}
