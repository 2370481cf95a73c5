// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Text

@Suite struct RoundTripTests {
  @Test func detokenizesRandomStrings() throws {
    let tokenizers = try ["en", "fr", "th", "ja", "it", "und"].map {
      try Tokenizer(TokenizerConfiguration(language: $0))
    }
    var random = RandomText(seed: 5)
    for index in 0..<100_000 {
      let text = random.next()
      expectRoundTrip(text, tokenizers[index % tokenizers.count])
    }
  }

  @Test func detokenizesRealSentences() throws {
    var tokenizers: [String: Tokenizer] = [:]
    for sentence in try SegmentedText.all() {
      let configuration = TokenizerConfiguration(language: sentence.language)
      let tokenizer = try tokenizers[sentence.language] ?? Tokenizer(configuration)
      tokenizers[sentence.language] = tokenizer
      expectRoundTrip(sentence.text, tokenizer)
    }
  }

  @Test func detokenizesLowercasedText() throws {
    var random = RandomText(seed: 6)
    for language in ["en", "tr", "el", "lt"] {
      let mapper = try CaseMapper(ICULocale(languageTag: language))
      let configuration = TokenizerConfiguration(language: language, lowercase: true)
      let tokenizer = try Tokenizer(configuration)
      for _ in 0..<2_000 {
        let text = normalizedToNFC(random.next())
        let lowercased = String(decoding: mapper.lowercased(text.utf8Span.span), as: UTF8.self)
        let expected = folded(normalizedToNFC(lowercased))
        let found = Tokenizer.detokenize(tokenizer.tokenize(text))
        if !found.unicodeScalars.elementsEqual(expected) { Issue.record("\(scalars(text))") }
      }
    }
  }

  private func expectRoundTrip(_ text: String, _ tokenizer: Tokenizer) {
    let tokens = tokenizer.tokenize(text)
    let found = Tokenizer.detokenize(tokens)
    let expected = folded(normalizedToNFC(text))
    if !found.unicodeScalars.elementsEqual(expected) {
      Issue.record("\(tokenizer.configuration.language): \(scalars(text)) gives \(scalars(found))")
    }
    for token in tokens where !isToken(token) {
      Issue.record("\(scalars(text)) has the token \(scalars(token))")
    }
  }

  private func isToken(_ token: String) -> Bool {
    !token.isEmpty && !Vocabulary.Special.tokens.contains(token)
      && !token.unicodeScalars.contains { $0.properties.isWhitespace }
  }

  /// The text with one space for each run of whitespace and none at its ends, by the properties that
  /// Swift knows.
  private func folded(_ text: String) -> [Unicode.Scalar] {
    Array(text.unicodeScalars.split { $0.properties.isWhitespace }.joined(separator: [" "]))
  }

  private func scalars(_ text: String) -> String {
    text.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ")
  }
}

/// Short texts over all of Unicode, with more of what is hard than chance would bring.
private struct RandomText {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  private static let pools: [[ClosedRange<UInt32>]] = [
    [0x0...0xD7FF, 0xE000...0x10FFFF],
    [0x0...0x7F],
    [0x61...0x7A, 0x41...0x5A, 0x30...0x39],
    [0xC0...0x24F, 0x370...0x3FF, 0x1E00...0x1FFF],
    [0x300...0x36F, 0x591...0x5BD, 0x1AB0...0x1ABE, 0x20D0...0x20F0],
    [0xFFED...0xFFEE, 0x30...0x32],
    [0x27...0x27, 0x2019...0x2019, 0x6C...0x6E, 0x64...0x64],
    [0x9...0xD, 0x20...0x20, 0x85...0x85, 0xA0...0xA0, 0x2000...0x200F, 0x2028...0x202F],
    [0x1100...0x1112, 0x1161...0x1175, 0x11A7...0x11C2, 0xAC00...0xAC10],
    [0x1F1E6...0x1F1FF, 0x1F3FB...0x1F3FF, 0x1F466...0x1F469, 0x200D...0x200D, 0xFE0F...0xFE0F],
    [0x21...0x2F, 0x3C...0x3E, 0x5F...0x5F, 0x2010...0x2027, 0x3001...0x3003],
    [0xE01...0xE3A, 0x3041...0x3096, 0x30A1...0x30FA, 0x4E00...0x4EFF],
    [0xE000...0xE0FF, 0xFFFE...0xFFFF, 0xFEFF...0xFEFF, 0xE0001...0xE007F],
    [0x2126...0x212B, 0xF900...0xFA6D, 0x958...0x95F, 0x1D15E...0x1D164, 0x2F800...0x2F90F],
  ]

  mutating func next() -> String {
    var text = String.UnicodeScalarView()
    // One pool for a text, or a new one for each character.
    let shared = number(below: 3) == 0 ? number(below: Self.pools.count) : nil
    for _ in 0..<(1 + number(below: 12)) {
      let pool = Self.pools[shared ?? number(below: Self.pools.count)]
      let range = pool[number(below: pool.count)]
      let value = range.lowerBound + UInt32(number(below: range.count))
      if let scalar = Unicode.Scalar(value) { text.append(scalar) }
    }
    return String(text)
  }

  private mutating func number(below bound: Int) -> Int {
    Int(generator.next() % UInt64(bound))
  }
}
