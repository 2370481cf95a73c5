// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Text

@Suite struct RoundTripTests {
  @Test(arguments: TextNormalization.allCases)
  func detokenizesRandomStrings(_ normalization: TextNormalization) throws {
    let tokenizers = try ["en", "fr", "th", "ja", "it", "und"].map {
      try Tokenizer(TokenizerConfiguration(language: $0, normalization: normalization))
    }
    var random = RandomText(seed: 5)
    for index in 0..<100_000 {
      let text = random.next()
      expectRoundTrip(text, tokenizers[index % tokenizers.count])
    }
    var rich = RichText(seed: 8)
    for index in 0..<20_000 {
      expectRoundTrip(rich.next(), tokenizers[index % tokenizers.count])
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
      let configuration = TokenizerConfiguration(
        language: language, lowercase: true, normalization: .none)
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
    let expected = folded(
      tokenizer.configuration.normalization == .standard
        ? standardized(text) : normalizedToNFC(text))
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

  /// Replaces each run of whitespace, as Swift defines it, by one space, and removes it at the
  /// ends.
  private func folded(_ text: String) -> [Unicode.Scalar] {
    Array(text.unicodeScalars.split { $0.properties.isWhitespace }.joined(separator: [" "]))
  }

  private func scalars(_ text: String) -> String {
    text.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ")
  }
}
