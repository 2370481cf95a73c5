// SPDX-License-Identifier: Apache-2.0

/// Splits running text into units, from which `UnitJoiner` restores it exactly.
///
/// Nothing is folded: not case, not whitespace, not the normalization form, unless the
/// configuration asks for it.
///
/// Of words, each run of characters between whitespace is split as `Tokenizer` does, with U+FFED
/// where two tokens touch. A single space between two runs is implied. All other whitespace is
/// written as units: each line end, and each run of up to 16 equal characters. `a b,\n\tc` gives
/// `a` `b` `￭,` `\n` `\t` `c`, the last but two in escapes (see `UnitEscapes`).
///
/// A splitter holds ICU iterators: use it from one thread at a time.
package final class UnitSplitter {
  package let unit: TextUnit
  private let tokenizer: Tokenizer

  /// The unit that is a line feed.
  package static let lineEnd = "\\n"

  /// The maximum length of a word, in bytes of text; a longer one is cut into parts that touch. It
  /// keeps words within `TokenCodec.longestToken` even if every character is an escape.
  static let longestWord = 128
  /// The maximum number of equal whitespace characters in a unit.
  static let longestRun = 16

  /// - Throws: `TokenizerError` if the language is malformed or unknown.
  package init(_ unit: TextUnit, _ configuration: TokenizerConfiguration) throws(TokenizerError) {
    self.unit = unit
    tokenizer = try Tokenizer(configuration)
  }

  /// Returns the units of a text of at most 2^28 bytes; of subwords, whole words.
  package func units(of text: String) -> [String] {
    var units = TokenList()
    withPrepared(text.utf8Span) { text in
      forEachPiece(of: text, isContinued: false) { piece, isContinued in
        append(unitsOf: text.span.extracting(piece), isContinued: isContinued, to: &units)
      }
    }
    return units.strings
  }

  /// Calls `body` with the text, changed as far as the configuration asks for it.
  func withPrepared(_ text: UTF8Span, _ body: (UTF8Span) -> Void) {
    guard let prepared = tokenizer.preparedRunningText(text.span) else { return body(text) }
    body(String(decoding: prepared, as: UTF8.self).utf8Span)
  }

  /// Calls `body` with the range of each piece of text that is split without regard to its
  /// neighbours: one character, one whitespace unit, or a run of characters between whitespace.
  /// Whitespace that is implied is left out.
  ///
  /// The text `isContinued` if a run of characters ends directly before it. Then the first piece, if
  /// it continues that run, is too.
  @inline(__always)
  func forEachPiece(
    of text: UTF8Span, isContinued: Bool, _ body: (Range<Int>, _ isContinued: Bool) -> Void
  ) {
    switch unit {
    case .character: forEachCluster(of: text) { body($0, false) }
    case .codepoint: forEachCodePoint(of: text.span) { body($0, false) }
    case .word, .subword: forEachRun(of: text.span, isContinued, body)
    }
  }

  /// Appends the units of a piece.
  func append(unitsOf piece: Span<UInt8>, isContinued: Bool, to units: inout TokenList) {
    guard unit.isOfWords, whitespaceLength(in: piece, at: 0) == 0 else {
      units.beginToken()
      return units.extendLast(escapingUnit: piece)
    }
    tokenizer.forEachToken(of: piece) { token, kind, previous in
      var touching = previous ?? (isContinued ? .word : nil)
      forEachPart(of: token, in: piece) { part in
        units.beginToken(kind, touching: touching)
        units.extendLast(escapingUnit: piece.extracting(part))
        touching = kind
      }
    }
  }

  /// Cuts a token into parts that are not too long.
  private func forEachPart(
    of token: Range<Int>, in text: Span<UInt8>, _ body: (Range<Int>) -> Void
  ) {
    var start = token.lowerBound
    while token.upperBound - start > Self.longestWord {
      var end = start + Self.longestWord
      while text[end] & 0xC0 == 0x80 { end -= 1 }
      body(start..<end)
      start = end
    }
    body(start..<token.upperBound)
  }
}

@inline(__always)
private func forEachCodePoint(of text: Span<UInt8>, _ body: (Range<Int>) -> Void) {
  var index = 0
  while index < text.count {
    let end = index + character(in: text, at: index).length
    body(index..<end)
    index = end
  }
}

/// Calls `body` with each run of characters between whitespace and each whitespace unit.
private func forEachRun(
  of text: Span<UInt8>, _ isContinued: Bool, _ body: (Range<Int>, _ isContinued: Bool) -> Void
) {
  var index = 0
  var isAfterRun = isContinued
  while index < text.count {
    let start = index
    if whitespaceLength(in: text, at: start) == 0 {
      index = endOfRun(at: start, in: text)
      body(start..<index, isContinued && start == 0)
      isAfterRun = true
    } else {
      let isImplied =
        isAfterRun && text[start] == 0x20 && start + 1 < text.count
        && whitespaceLength(in: text, at: start + 1) == 0
      index = isImplied ? start + 1 : endOfWhitespaceUnit(at: start, in: text)
      if !isImplied { body(start..<index, false) }
      isAfterRun = false
    }
  }
}

private func endOfRun(at start: Int, in text: Span<UInt8>) -> Int {
  var index = start
  while index < text.count, whitespaceLength(in: text, at: index) == 0 { index += 1 }
  return index
}

/// Returns the end of a line end, or of a run of equal whitespace characters.
private func endOfWhitespaceUnit(at start: Int, in text: Span<UInt8>) -> Int {
  let (value, length) = character(in: text, at: start)
  var end = start + length
  switch value {
  case 0x0D: return end < text.count && text[end] == 0x0A ? end + 1 : end
  case 0x0A...0x0C, 0x85, 0x2028, 0x2029: return end
  default:
    let limit = start + UnitSplitter.longestRun * length
    while end < min(limit, text.count), character(in: text, at: end).value == value {
      end += length
    }
    return end
  }
}
