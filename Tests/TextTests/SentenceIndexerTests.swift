// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Text

/// The indexer caches the tokens of each chunk. It must agree with the plain tokenizer, which sees
/// whole lines.
@Suite struct SentenceIndexerTests {
  private static let languages = [
    "en", "de", "fr", "tr", "el", "lt", "fi", "th", "ja", "ar", "und",
  ]

  @Test(arguments: languages, [false, true])
  func givesTheTokensOfTheWholeLine(language: String, lowercase: Bool) throws {
    let bench = try Bench(language, lowercase: lowercase)
    var random = RandomText(seed: 17)
    var pieces: [String] = []
    for round in 0..<1_000 {
      // Repeats old pieces, like words in a text, separated by spaces at arbitrary positions.
      let line = (0..<(1 + round % 5)).map { _ in
        if pieces.count < 200 || random.number(below: 2) == 0 {
          pieces.append(random.next())
          return pieces[pieces.count - 1]
        }
        return pieces[random.number(below: pieces.count)]
      }.joined(separator: String(repeating: " ", count: 1 + round % 2))
      try bench.expectSameTokens(line)
    }
  }

  @Test(arguments: languages, [false, true])
  func givesTheTokensOfTheWholeLineWhereMuchIsNormalized(
    language: String, lowercase: Bool
  ) throws {
    let bench = try Bench(language, lowercase: lowercase)
    var random = RichText(seed: 23)
    for _ in 0..<3_000 { try bench.expectSameTokens(random.next()) }
  }

  @Test func normalizesNothingWhereNothingIsAskedFor() throws {
    let bench = try Bench("fr", lowercase: true, normalization: .none)
    var random = RichText(seed: 29)
    for _ in 0..<3_000 { try bench.expectSameTokens(random.next()) }
  }

  @Test func givesTheTokensOfRealSentences() throws {
    var benches: [String: Bench] = [:]
    for sentence in try SegmentedText.all() {
      let bench = try benches[sentence.language] ?? Bench(sentence.language, lowercase: true)
      benches[sentence.language] = bench
      try bench.expectSameTokens(sentence.text)
      try bench.expectSameTokens(sentence.text)
    }
  }

  @Test(arguments: [
    "a \u{301}b c", "a  \u{200D}b", "a \u{AD}b", " a ", "  ", "a\u{3000} \u{3000}b", "a \u{300}",
    "Σ ΑΣ ΑΣ. Σ", "I \u{307}", "\u{1F1E9} \u{1F1EA}", "l' homme l'homme", "a \t b", "1 000,5 3. 4",
    "ภาษา ไทย", "a\u{FFED} \u{FFED}b", "don 't", "\u{2000} \u{2001}a", "\u{1100} \u{1161}",
    "a \u{200B}\u{301}b", "a &#769;b", "a &#32;&#769;b", "a \u{1C}\u{301}b", "a \u{200B} \u{301}b",
    "l\u{2019} homme \u{2019}", "&amp; lt; &amp;lt;", "ភាសា\u{200B} \u{200B}ខ្មែរ", "a\u{AD} \u{AD}b",
    "\u{1F3F4} \u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
    "\u{0DB1}\u{0DCA}\u{200D} \u{0D9A}",
  ])
  func spacesBelongToMarks(_ line: String) throws {
    for language in Self.languages {
      let bench = try Bench(language, lowercase: true)
      for _ in 0..<2 { try bench.expectSameTokens(line) }
    }
  }

  /// Chunks of all lengths around the word size of the machine and of the cache.
  @Test func tellsChunksOfLikeStartApart() throws {
    let bench = try Bench("en", lowercase: false)
    for length in [1, 2, 7, 8, 9, 15, 16, 17, 63, 64, 65, 200] {
      let start = String(repeating: "a", count: length - 1)
      for _ in 0..<2 { try bench.expectSameTokens("\(start)a \(start)b \(start) \(start)a\u{1}") }
    }
  }

  @Test func forgetsWhatIsTooMuch() throws {
    let bench = try Bench("en", lowercase: false)
    let words = (0..<(ChunkCache.capacity + 10)).map { "w\($0)" }
    let line = words.joined(separator: " ")
    #expect(bench.index(line)?.count == words.count)
    #expect(Set(bench.index(line) ?? []).count == words.count)
    for word in ["w0", "w9", "w32770"] { try bench.expectSameTokens(word) }
  }

  @Test(arguments: [
    [0xFF], [0x61, 0x20, 0xC3], [0xE2, 0x80, 0x20, 0x99], [0x61, 0x20, 0xCC, 0x20], [0],
    [0x61, 0, 0x62], [0x61, 0x20, 0], [0x61, 0x20, 0xCC, 0x81, 0],
  ])
  func refusesWhatIsNotText(_ bytes: [UInt8]) throws {
    let bench = try Bench("en", lowercase: true)
    #expect(bench.index(bytes) == nil)
    try bench.expectSameTokens("a b")
  }
}

/// An indexer, and the tokenizer that it must agree with.
private final class Bench {
  private let tokenizer: Tokenizer
  private let shared = SharedTokens()
  private var indexer: SentenceIndexer

  init(
    _ language: String, lowercase: Bool, normalization: TextNormalization = .standard
  ) throws {
    let configuration = TokenizerConfiguration(
      language: language, lowercase: lowercase, normalization: normalization)
    tokenizer = try Tokenizer(configuration)
    indexer = SentenceIndexer(try Tokenizer(configuration), shared)
  }

  func index(_ line: String) -> [Int32]? { index(Array(line.utf8)) }

  func index(_ line: [UInt8]) -> [Int32]? {
    var block = LineBlock()
    block.append([0x78].span)
    block.append(line.span)
    block.append([0x79].span)
    block.close()
    let lines = indexer.index(block)
    #expect(lines.count == 3 && lines.range(0).count == 1 && lines.range(2).count == 1)
    #expect(
      lines.faults.isEmpty || (lines.faults.keys.elementsEqual([1]) && lines.range(1).isEmpty))
    return lines.faults.isEmpty ? Array(lines.numbers[lines.range(1)]) : nil
  }

  func expectSameTokens(_ line: String) throws {
    if line.utf8.contains(0) {
      #expect(index(line) == nil)
      return
    }
    let numbers = try #require(index(line))
    let table = shared.all
    let tokens = numbers.map { table[Int($0)] }
    let expected = tokenizer.tokenize(line)
    // Compare bytes: canonically equivalent strings are equal.
    if tokens.map({ Array($0.utf8) }) != expected.map({ Array($0.utf8) }) {
      let scalars = line.unicodeScalars.map { String($0.value, radix: 16) }
      Issue.record("\(scalars): \(tokens), not \(expected)")
    }
  }
}
