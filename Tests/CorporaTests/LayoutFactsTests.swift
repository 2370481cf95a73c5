// SPDX-License-Identifier: Apache-2.0

import Testing
import Text

@testable import Corpora

@Suite struct LayoutFactsTests {
  private func problem(_ count: Int, _ pair: (Int) -> (String, String)) throws -> SuspectLayout
    .Problem?
  {
    let tokenizer = try Tokenizer(TokenizerConfiguration(language: "und"))
    var facts = LayoutFacts()
    for index in 0..<count {
      let (source, target) = pair(index)
      facts.add(
        source.utf8Span.span, target.utf8Span.span,
        tokens: (tokenizer.tokenize(source).count, tokenizer.tokenize(target).count))
    }
    return facts.problem
  }

  private let sentence = "The cat sleeps on the chair."

  @Test(arguments: ["1276", "#1276", "-3", "1,276", "95%", "2020-01-31", "12:30:05", "1.2.3", "7."])
  func numbers(cell: String) throws {
    #expect(try problem(3) { _ in (cell, sentence) } == .content(.number, side: 0))
    #expect(try problem(3) { _ in (sentence, cell) } == .content(.number, side: 1))
  }

  @Test(arguments: ["0.95", "-3.25", ".5", "1e-5", "1.0956e+00", "0,95"])
  func scores(cell: String) throws {
    #expect(try problem(3) { ($0 == 0 ? "1" : cell, sentence) } == .content(.score, side: 0))
  }

  @Test(arguments: ["en", "fra", "EN", "en-US", "eng_Latn", "pt_BR", "zh-Hans"])
  func languageCodes(cell: String) throws {
    #expect(try problem(3) { _ in (sentence, cell) } == .content(.languageCode, side: 1))
  }

  @Test(arguments: ["positive", "CK", "user_1", "a-b", "https://example.org/1", "sent.0001"])
  func singleWords(cell: String) throws {
    #expect(try problem(10) { _ in (cell, sentence) } == .content(.word, side: 0))
    #expect(try problem(9) { _ in (cell, sentence) } == nil)
    #expect(try problem(10) { ($0 == 4 ? "two words" : cell, sentence) } == nil)
    #expect(try problem(10) { _ in (cell, "word") } == nil)
    #expect(try problem(10) { _ in (cell, "le mot") } == nil)
  }

  @Test func writingWithoutSpacesIsNotOneWord() throws {
    #expect(try problem(12) { _ in ("猫在椅子上睡觉", sentence) } == nil)
    #expect(try problem(12) { _ in (sentence, "私は猫が好きです") } == nil)
  }

  @Test(arguments: ["Go.", "Run!", "Who?", "Stop!!"]) func aSentenceOfOneWord(cell: String) throws {
    #expect(try problem(12) { _ in (cell, sentence) } == nil)
  }

  @Test func shortWordsThatMayBeCodes() throws {
    let words = ["is", "it", "no", "so", "am", "my", "he", "to", "or", "as", "be", "la"]
    #expect(try problem(12) { (words[$0], "word \($0)") } == nil)
  }

  @Test func sidesThatAreTheSame() throws {
    func numbered(_ index: Int) -> String { "Sentence \(index) of these." }
    #expect(
      try problem(10) { (numbered($0), " \(numbered($0))") } == .identical(pairs: 10, of: 10))
    #expect(try problem(9) { (numbered($0), numbered($0)) } == nil)
    #expect(
      try problem(100) { (numbered($0), $0 < 2 ? "other" : numbered($0)) }
        == .identical(pairs: 98, of: 100))
    #expect(try problem(100) { (numbered($0), $0 < 3 ? "other" : numbered($0)) } == nil)
  }

  @Test func oneLineThatIsTextIsEnough() throws {
    #expect(try problem(50) { ($0 == 49 ? "12 cats" : "12", sentence) } == nil)
    #expect(try problem(1) { _ in ("12", "twelve") } == nil)
  }
}
