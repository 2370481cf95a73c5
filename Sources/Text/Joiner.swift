// SPDX-License-Identifier: Apache-2.0

/// The kind of a token, which decides which of two touching tokens carries the mark.
enum TokenKind {
  case word
  /// An elided word, which ends in an apostrophe, such as `l'`.
  case elided
  /// Punctuation, a symbol or anything else without a letter or number.
  case symbol
}

/// The marks that make tokenization reversible, in UTF-8.
///
/// U+FFED marks that two tokens touch without a space, as in OpenNMT's Tokenizer. If the text
/// itself contains U+FFED, it is written as U+FFEE `1`, and U+FFEE as U+FFEE `0`. Digits are used
/// because no combining mark composes with them.
enum Joiner {
  static let mark: [UInt8] = [0xEF, 0xBF, 0xAD]
  static let escape: [UInt8] = [0xEF, 0xBF, 0xAE]

  /// Returns true if the left one of two touching tokens carries the mark.
  ///
  /// Ordinary words never carry the mark next to a symbol or an elided word, so that they keep one
  /// form: the symbol or the elided word carries it. Of two words, or two symbols, the right one
  /// carries it.
  static func goesLeft(_ left: TokenKind, _ right: TokenKind) -> Bool {
    left == .elided || (left == .symbol && right != .symbol)
  }

  /// Returns true if `sequence`, one of the two above, is at `index`.
  static func found(_ sequence: [UInt8], in bytes: Span<UInt8>, at index: Int) -> Bool {
    index >= 0 && index + 3 <= bytes.count && bytes[index] == sequence[0]
      && bytes[index + 1] == sequence[1] && bytes[index + 2] == sequence[2]
  }
}

extension TokenList {
  /// Adds a piece of text as a token. `previous` is the kind of the last token if the two touch.
  mutating func add(_ piece: Span<UInt8>, _ kind: TokenKind, touching previous: TokenKind?) {
    beginToken(kind, touching: previous)
    extendLast(escaping: piece)
  }

  /// Begins a token, with the mark on it or on the last token if the two touch.
  mutating func beginToken(_ kind: TokenKind, touching previous: TokenKind?) {
    if let previous {
      let goesLeft = Joiner.goesLeft(previous, kind)
      if !goesLeft { beginToken() }
      extendLast(Joiner.mark.span)
      if goesLeft { beginToken() }
    } else {
      beginToken()
    }
  }

  private mutating func extendLast(escaping piece: Span<UInt8>) {
    var start = 0
    for index in piece.indices where piece[index] == Joiner.mark[0] {
      let isMark = Joiner.found(Joiner.mark, in: piece, at: index)
      guard isMark || Joiner.found(Joiner.escape, in: piece, at: index) else { continue }
      extendLast(piece.extracting(start..<index))
      extendLast(Joiner.escape.span)
      extendLast([UInt8(ascii: isMark ? "1" : "0")].span)
      start = index + 3
    }
    extendLast(piece.extracting(start..<piece.count))
  }
}

extension Tokenizer {
  /// Removes the mark that joins the token to the one before.
  package static func withoutLeadingJoiner(_ token: String) -> String {
    Joiner.found(Joiner.mark, in: token.utf8Span.span, at: 0)
      ? String(token.unicodeScalars.dropFirst()) : token
  }

  /// Adds the mark that joins the token to the one before.
  package static func joined(_ token: String) -> String { joiner + token }

  /// The mark, U+FFED.
  package static let joiner = String(decoding: Joiner.mark, as: UTF8.self)
}

/// Joins tokens into text by their marks.
struct Detokenizer {
  private(set) var text: [UInt8] = []
  private var touchesNext = true

  /// Adds a token. It need not come from a tokenizer: it may be a lone mark, for example.
  mutating func add(_ token: Span<UInt8>) {
    var start = 0
    var end = token.count
    if Joiner.found(Joiner.mark, in: token, at: 0) {
      start = 3
      touchesNext = true
    }
    let marksEnd = Joiner.found(Joiner.mark, in: token, at: max(end - 3, start))
    if marksEnd { end -= 3 }
    if start < end {
      if !touchesNext { text.append(UInt8(ascii: " ")) }
      appendUnescaped(token.extracting(start..<end))
      touchesNext = marksEnd
    } else {
      touchesNext = touchesNext || marksEnd
    }
  }

  /// Skips an unescaped mark inside a token. It is not part of the text, in which marks are
  /// escaped. It joins its neighbours in a token that a model has put together from units.
  private mutating func appendUnescaped(_ core: Span<UInt8>) {
    var index = 0
    while index < core.count {
      let next = index + 3
      if Joiner.found(Joiner.mark, in: core, at: index) {
        index = next
        continue
      }
      let isEscape = Joiner.found(Joiner.escape, in: core, at: index) && next < core.count
      switch isEscape ? core[next] : 0 {
      case UInt8(ascii: "1"): append(Joiner.mark.span, to: &text)
      case UInt8(ascii: "0"): append(Joiner.escape.span, to: &text)
      default:
        text.append(core[index])
        index += 1
        continue
      }
      index = next + 1
    }
  }
}
