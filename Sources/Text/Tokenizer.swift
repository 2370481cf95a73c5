// SPDX-License-Identifier: Apache-2.0

/// How text is cut into tokens.
public struct TokenizerConfiguration: Codable, Sendable, Equatable {
  /// A BCP 47 tag, such as `en`, `pt-BR` or `cmn`; `und` for rules of no language.
  public var language: String
  /// Whether the text is lowercased, by the rules of the language.
  public var lowercase: Bool

  public init(language: String, lowercase: Bool = false) {
    self.language = language
    self.lowercase = lowercase
  }

  /// Whether both cut every text into the same tokens, however their tags are written.
  package func agrees(with other: TokenizerConfiguration) -> Bool {
    lowercase == other.lowercase && Language.isSame(language, other.language)
  }
}

/// Cuts text into words and punctuation (UAX #29), so that the tokens can be put together again.
///
/// Where two tokens touch without space one of them carries the mark U+FFED:
/// `Männer, don't!` gives `Männer` `￭,` `don't` `￭!`. Elided words of French, Italian and Catalan are
/// tokens of their own: `l'homme` gives `l'￭` `homme`.
///
/// A tokenizer holds ICU iterators and is used by one thread at a time.
public final class Tokenizer {
  public let configuration: TokenizerConfiguration
  private let segmenter: WordSegmenter
  private let caseMapper: CaseMapper
  private let elisions: Elisions?

  /// Prepares the rules of a language.
  ///
  /// - Throws: `TokenizerError` when the language tag is malformed or its language unknown.
  public init(_ configuration: TokenizerConfiguration) throws(TokenizerError) {
    let locale = try ICULocale(languageTag: configuration.language)
    segmenter = try WordSegmenter(locale)
    caseMapper = try CaseMapper(locale)
    elisions = Elisions(language: locale.language)
    self.configuration = configuration
  }

  /// The tokens of a text of at most 2^28 bytes.
  ///
  /// No token is empty or holds whitespace, which only separates tokens.
  public func tokenize(_ text: String) -> [String] {
    var tokens = TokenList()
    tokenize(text.utf8Span, into: &tokens)
    return tokens.strings
  }

  /// The text whose tokens these are: in NFC, with one space where there was whitespace.
  ///
  /// Takes any tokens, also those that no tokenizer makes.
  public static func detokenize(_ tokens: some Sequence<String>) -> String {
    var detokenizer = Detokenizer()
    for token in tokens { detokenizer.add(token.utf8Span.span) }
    return normalizedToNFC(String(decoding: detokenizer.text, as: UTF8.self))
  }
}

extension Tokenizer {
  /// The longest text that a tokenizer takes, in bytes.
  package static let maximumByteCount = 1 << 28

  /// Replaces what `tokens` holds by the tokens of the text.
  package func tokenize(_ text: UTF8Span, into tokens: inout TokenList) {
    precondition(text.count <= Self.maximumByteCount, "text of more than 2^28 bytes")
    tokens.removeAll()
    if let prepared = prepared(text.span) {
      split(prepared.span, into: &tokens)
    } else {
      split(text.span, into: &tokens)
    }
  }

  /// Whether a space before the text, which is not empty, would be a segment of its own: a mark at the
  /// start of the text would take it.
  func standsAlone(_ text: UTF8Span) -> Bool {
    var scalars = text.makeUnicodeScalarIterator()
    guard let first = scalars.next(), !first.isASCII else { return true }
    var spaced = " "
    spaced.unicodeScalars.append(first)
    var firstEnd: Int?
    segmenter.forEachSegment(of: spaced.utf8Span.span) { segment, _ in
      firstEnd = firstEnd ?? segment.upperBound
    }
    return firstEnd == 1
  }

  /// The normalized and perhaps lowercased text; nil when it is as it was.
  private func prepared(_ text: Span<UInt8>) -> [UInt8]? {
    let normalized = normalizedToNFC(text)
    guard configuration.lowercase else { return normalized }
    let lowercased =
      if let normalized {
        caseMapper.lowercased(normalized.span)
      } else {
        caseMapper.lowercased(text)
      }
    return normalizedToNFC(lowercased.span) ?? lowercased
  }

  private func split(_ text: Span<UInt8>, into tokens: inout TokenList) {
    var last: (kind: TokenKind, end: Int)?
    segmenter.forEachSegment(of: text) { segment, isWord in
      forEachUnspaced(in: text, segment) { piece in
        forEachPart(of: piece, in: text, isWord: isWord) { part, kind in
          let touching = last?.end == part.lowerBound ? last?.kind : nil
          tokens.add(text.extracting(part), kind, touching: touching)
          last = (kind, part.upperBound)
        }
      }
    }
  }

  /// Cuts the elided words from the start of a word.
  private func forEachPart(
    of piece: Range<Int>, in text: Span<UInt8>, isWord: Bool,
    _ body: (Range<Int>, TokenKind) -> Void
  ) {
    var start = piece.lowerBound
    if let elisions, isWord {
      while let end = elisions.end(ofFirstWordIn: text.extracting(start..<piece.upperBound)) {
        body(start..<start + end, .elided)
        start += end
      }
    }
    body(start..<piece.upperBound, isWord ? .word : .symbol)
  }
}
