// SPDX-License-Identifier: Apache-2.0

/// What a token is, which decides who carries the mark where two touch.
enum TokenKind {
  case word
  /// A word that ends in the apostrophe of an elision, such as `l'`.
  case elided
  /// Punctuation, a symbol, or anything else without a letter or number.
  case symbol
}

/// The marks that make tokens reversible, as UTF-8.
///
/// U+FFED shows where two tokens touch without space (the convention of OpenNMT's Tokenizer). Where
/// the text itself holds it, it is written U+FFEE `1`, and U+FFEE is written U+FFEE `0`: digits, since no
/// combining mark composes with one.
enum Joiner {
  static let mark: [UInt8] = [0xEF, 0xBF, 0xAD]
  static let escape: [UInt8] = [0xEF, 0xBF, 0xAE]

  /// Whether the mark goes to the left one of two touching tokens.
  ///
  /// Words keep one form: a symbol beside a word carries the mark, and so does an elided word. Of
  /// two words, or two symbols, the right one does.
  static func goesLeft(_ left: TokenKind, _ right: TokenKind) -> Bool {
    left == .elided || (left == .symbol && right != .symbol)
  }

  /// Whether `bytes` hold `sequence`, one of the two above, at `index`.
  static func found(_ sequence: [UInt8], in bytes: Span<UInt8>, at index: Int) -> Bool {
    index >= 0 && index + 3 <= bytes.count && bytes[index] == sequence[0]
      && bytes[index + 1] == sequence[1] && bytes[index + 2] == sequence[2]
  }
}

extension TokenList {
  /// Adds a piece of text as a token; `previous` is the kind of the last token if the two touch.
  mutating func add(_ piece: Span<UInt8>, _ kind: TokenKind, touching previous: TokenKind?) {
    if let previous {
      let goesLeft = Joiner.goesLeft(previous, kind)
      if !goesLeft { beginToken() }
      extendLast(Joiner.mark.span)
      if goesLeft { beginToken() }
    } else {
      beginToken()
    }
    extendLast(escaping: piece)
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
  /// The token without the mark that joins it to the one before.
  package static func withoutLeadingJoiner(_ token: String) -> String {
    Joiner.found(Joiner.mark, in: token.utf8Span.span, at: 0)
      ? String(token.unicodeScalars.dropFirst()) : token
  }

  /// The token with the mark that joins it to the one before.
  package static func joined(_ token: String) -> String {
    String(decoding: Joiner.mark, as: UTF8.self) + token
  }
}

/// Puts tokens together to text again, by their marks.
struct Detokenizer {
  private(set) var text: [UInt8] = []
  private var touchesNext = true

  /// Adds any token: also one that no tokenizer makes, such as a lone mark.
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

  /// A bare mark inside of a token is none of the text, where it is escaped: it joins what it stands
  /// between, as in a token that a model has put together from units.
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
