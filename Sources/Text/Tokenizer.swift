// SPDX-License-Identifier: Apache-2.0

/// Settings for splitting text into tokens.
public struct TokenizerConfiguration: Sendable, Equatable {
  /// A BCP 47 tag, such as `en`, `pt-BR` or `cmn`; `und` for language-neutral rules.
  public var language: String
  /// True if the text is lowercased, by the rules of the language.
  public var lowercase: Bool
  /// The normalization before tokenization.
  public var normalization: TextNormalization

  public init(
    language: String, lowercase: Bool = false, normalization: TextNormalization = .standard
  ) {
    self.language = language
    self.lowercase = lowercase
    self.normalization = normalization
  }
}

extension TokenizerConfiguration: Codable {
  private enum CodingKeys: CodingKey {
    case language, lowercase, normalization
  }

  /// Decodes a configuration; older checkpoints have no normalization.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    language = try container.decode(String.self, forKey: .language)
    lowercase = try container.decode(Bool.self, forKey: .lowercase)
    normalization =
      try container.decodeIfPresent(TextNormalization.self, forKey: .normalization) ?? .none
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(language, forKey: .language)
    try container.encode(lowercase, forKey: .lowercase)
    if normalization != .none { try container.encode(normalization, forKey: .normalization) }
  }

  /// Returns true if both split every text into the same tokens. The tags may differ, as `fra` and
  /// `fr` do.
  package func agrees(with other: TokenizerConfiguration) -> Bool {
    lowercase == other.lowercase && normalization == other.normalization
      && Language.isSame(language, other.language)
  }
}

/// Splits text into words and punctuation (UAX #29) reversibly: the tokens can be joined again.
///
/// If two tokens touch without a space, one of them carries the mark U+FFED: `Männer, don't!` gives
/// `Männer` `￭,` `don't` `￭!`. Elided words of French, Italian and Catalan are separate tokens:
/// `l'homme` gives `l'￭` `homme`.
///
/// A tokenizer holds ICU iterators: use it from one thread at a time.
public final class Tokenizer {
  public let configuration: TokenizerConfiguration
  private let segmenter: WordSegmenter
  private let caseMapper: CaseMapper
  private let elisions: Elisions?

  /// Creates a tokenizer with the rules of a language.
  ///
  /// - Throws: `TokenizerError` if the language tag is malformed, its language is unknown or ICU
  ///   lacks its data.
  public init(_ configuration: TokenizerConfiguration) throws(TokenizerError) {
    let locale = try ICULocale(languageTag: configuration.language)
    segmenter = try WordSegmenter(locale)
    caseMapper = try CaseMapper(locale)
    elisions = Elisions(language: locale.language)
    self.configuration = configuration
  }

  /// Splits a text of at most 2^28 bytes into tokens.
  ///
  /// No token is empty or contains whitespace, which only separates tokens.
  public func tokenize(_ text: String) -> [String] {
    var tokens = TokenList()
    tokenize(text.utf8Span, into: &tokens)
    return tokens.strings
  }

  /// Joins tokens into the text that they came from, normalized and with one space in place of each
  /// run of whitespace.
  ///
  /// Accepts any tokens, even those that no tokenizer makes.
  public static func detokenize(_ tokens: some Sequence<String>) -> String {
    var detokenizer = Detokenizer()
    for token in tokens { detokenizer.add(token.utf8Span.span) }
    return normalizedToNFC(String(decoding: detokenizer.text, as: UTF8.self))
  }
}

extension Tokenizer {
  /// The maximum size of a text, in bytes.
  package static let maximumByteCount = 1 << 28

  /// Replaces the contents of `tokens` with the tokens of the text.
  package func tokenize(_ text: UTF8Span, into tokens: inout TokenList) {
    var notes: TextNotes?
    tokenize(text, into: &tokens, noting: &notes)
  }

  /// As above; also records the changes and the typography in `notes` unless it is nil.
  func tokenize(_ text: UTF8Span, into tokens: inout TokenList, noting notes: inout TextNotes?) {
    withPrepared(text, noting: &notes) { split($0, into: &tokens) }
  }

  /// Tokenizes a piece between two spaces of a line. Returns false, with no tokens, if the piece
  /// begins with a mark that combines with the space before it: then the tokens of the whole line
  /// differ.
  func tokenize(
    piece: UTF8Span, into tokens: inout TokenList, noting notes: inout TextNotes?
  ) -> Bool {
    withPrepared(piece, noting: &notes) { prepared in
      guard standsAlone(prepared) else {
        tokens.removeAll()
        return false
      }
      split(prepared, into: &tokens)
      return true
    }
  }

  /// Returns true if a space before the text would be a separate segment.
  private func standsAlone(_ text: Span<UInt8>) -> Bool {
    guard !text.isEmpty, text[0] >= 0x80 else { return true }
    var spaced = [UInt8(ascii: " ")]
    append(character(in: text, at: 0).value, to: &spaced)
    var firstEnd: Int?
    segmenter.forEachSegment(of: spaced.span) { segment, _ in
      firstEnd = firstEnd ?? segment.upperBound
    }
    return firstEnd == 1
  }

  /// Calls `body` with the text normalized and, if configured, lowercased.
  private func withPrepared<Result>(
    _ text: UTF8Span, noting notes: inout TextNotes?, _ body: (Span<UInt8>) -> Result
  ) -> Result {
    precondition(text.count <= Self.maximumByteCount, "text of more than 2^28 bytes")
    var prepared = normalizedToNFC(text.span)
    if configuration.normalization == .standard {
      prepared = changed(text.span, prepared) { standardForm($0, noting: &notes) }
    }
    if configuration.lowercase {
      prepared = changed(text.span, prepared) { caseMapper.lowercased($0) }
      prepared = changed(text.span, prepared, normalizedToNFC)
    }
    return if let prepared { body(prepared.span) } else { body(text.span) }
  }

  /// Returns running text with the changes that the configuration asks for; nil if there are none.
  /// Unlike a sentence, it is in Normalization Form C only if it is normalized.
  func preparedRunningText(_ text: Span<UInt8>) -> [UInt8]? {
    var prepared: [UInt8]?
    if configuration.normalization == .standard {
      var notes: TextNotes?
      prepared = normalizedToNFC(text)
      prepared = changed(text, prepared) { standardForm($0, noting: &notes) }
    }
    if configuration.lowercase {
      prepared = changed(text, prepared) { caseMapper.lowercased($0) }
    }
    return prepared
  }

  private func split(_ text: Span<UInt8>, into tokens: inout TokenList) {
    tokens.removeAll()
    forEachToken(of: text) { tokens.add(text.extracting($0), $1, touching: $2) }
  }

  /// Calls `body` with the range and the kind of each token of a text as it stands, and with the
  /// kind of the token before it if the two touch.
  func forEachToken(
    of text: Span<UInt8>, _ body: (Range<Int>, TokenKind, _ touching: TokenKind?) -> Void
  ) {
    var last: (kind: TokenKind, end: Int)?
    segmenter.forEachSegment(of: text) { segment, isWord in
      forEachUnspaced(in: text, segment) { piece in
        forEachPart(of: piece, in: text, isWord: isWord) { part, kind in
          body(part, kind, last?.end == part.lowerBound ? last?.kind : nil)
          last = (kind, part.upperBound)
        }
      }
    }
  }

  /// Splits the elided words off the start of a word.
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
