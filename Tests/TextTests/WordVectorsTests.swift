// SPDX-License-Identifier: Apache-2.0

import Files
import TestSupport
import Testing

@testable import Text

/// Files of word vectors, and the words of a vocabulary that they have.
@Suite final class WordVectorsTests {
  private let directory = TemporaryDirectory()

  /// A vocabulary of these words, in this order.
  private func vocabulary(_ words: [String]) -> Vocabulary {
    var builder = VocabularyBuilder()
    for (place, word) in words.enumerated() {
      for _ in 0..<words.count - place { builder.add([word]) }
    }
    return builder.build()
  }

  private func read(_ text: String, for words: [String]) throws -> WordVectors {
    let path = directory.path("vectors")
    try write(Array(text.utf8), to: path)
    return try WordVectors(contentsOf: path, for: vocabulary(words))
  }

  /// Word2vec and fastText have a header; fastText ends lines with a space; GloVe has neither.
  @Test(arguments: ["3 2\n", ""], ["\n", " \n", "\r\n"])
  func readsFilesWithAndWithoutAHeader(header: String, end: String) throws {
    let lines = ["the 1 2", "of -0.5 1e-3", "other 7 8"].map { $0 + end }.joined()
    let vectors = try read(header + lines, for: ["of", "the", "missing"])
    #expect(vectors.size == 2)
    #expect(vectors.ids == [4, 5])
    #expect(vectors.values == [-0.5, 1e-3, 1, 2])
    #expect(try WordVectors.size(of: directory.path("vectors")) == 2)
  }

  /// The form of the vocabulary counts most, then the word without its joiner, then lowercase.
  @Test func prefersTheExactFormWhereverItIs() throws {
    let words = ["Paris", "The", "\u{FFED},", "x"]
    let found = try read("the 1\nparis 2\n, 3\nParis 4\n", for: words)
    #expect(found.ids == [4, 5, 6])
    #expect(found.values == [4, 1, 3])
    #expect(
      found.coverage
        == WordVectors.Coverage(
          words: 4, exact: 2, lowercased: 1, tokens: 10, covered: 9))
    #expect(try read("Paris 4\nparis 2\n", for: words).values == [4])
  }

  /// GloVe has words with spaces; special tokens of a file are not those of the vocabulary.
  @Test func skipsWhatIsNotAWordOfTheVocabulary() throws {
    let found = try read("</s> 1 1\n. . . 2 2\n\na 3 4\nb nan x\n", for: ["a", "."])
    #expect(found.ids == [4] && found.values == [3, 4])
  }

  /// FastText has words such as a number with a no-break space.
  @Test func onlySpacesAndTabsSeparate() throws {
    let word = "10\u{A0}000"
    #expect(try read("\(word) 1 2\n", for: [word]).values == [1, 2])
  }

  @Test func deviationIsThatOfAllElements() throws {
    let found = try read("a 1 3\nb 5 7\n", for: ["a", "b"])
    expectClose([found.deviation], [Float(5).squareRoot()], relative: 1e-6, "deviation")
  }

  @Test(
    arguments: [
      ("a 1 2\nb 1\n", 2, .wrongLength(found: 1, expected: 2)),
      ("a 1 2\nb 1 2 3\n", 2, .wrongLength(found: 3, expected: 2)),
      ("2 3\na 1 2\n", 2, .wrongLength(found: 2, expected: 3)),
      ("a\n", 1, .wrongLength(found: 0, expected: 1)),
      ("Some text.\n", 1, .notNumber("text.")),
      ("a 1 2\nb 1 2,5\n", 2, .notNumber("2,5")),
      ("a 1 2\nb 1 nan\n", 2, .notFinite("nan")),
      ("a 1 2\nb -inf 1\n", 2, .notFinite("-inf")),
      ("a 1 2\nb 1 1e99\n", 2, .notFinite("1e99")),
      ("a 1\nb 2\na 1\n", 3, .duplicate(word: "a", firstLine: 1)),
      ("3 1\na 1\nb 2\n", 1, .wrongCount(stated: 3, rows: 2)),
      ("c 1\nd 1\n", nil, .noWords(rows: 2)), ("", nil, .noWords(rows: 0)),
    ] as [(String, Int?, WordVectorsError.Kind)])
  func refusesFaultyFiles(text: String, line: Int?, kind: WordVectorsError.Kind) {
    #expect(throws: WordVectorsError(path: directory.path("vectors"), line: line, kind)) {
      try read(text, for: ["a", "b"])
    }
  }

  @Test func refusesInvalidUTF8AndFilesThatAreNotText() throws {
    let path = directory.path("vectors")
    try write(Array("a 1\n".utf8) + [0xFF, 0x20, 0x31, 0x0A], to: path)
    #expect(throws: WordVectorsError(path: path, line: 2, .invalidUTF8)) {
      try WordVectors(contentsOf: path, for: vocabulary(["a"]))
    }
    try write([0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0], to: path)
    #expect(throws: TextFormatError.self) {
      try WordVectors(contentsOf: path, for: vocabulary(["a"]))
    }
  }
}
