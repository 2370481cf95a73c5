// SPDX-License-Identifier: Apache-2.0

import Models
import Subwords
import Text

/// A token that a model reads.
package struct ReadToken: Sendable, Equatable {
  /// The token as in the vocabulary, such as `\n`, `￭,` or `low@@`.
  package let name: String
  /// The text that the token adds to those before it, with the space between them; empty for the
  /// start and the end of a text.
  package let text: String
  /// True if the vocabulary lacks the token.
  package let isUnknown: Bool

  package init(name: String, text: String, isUnknown: Bool = false) {
    (self.name, self.text, self.isUnknown) = (name, text, isUnknown)
  }

  /// Creates a token that stands for no text.
  init(special name: String) { self.init(name: name, text: "") }
}

/// A text as a model reads it, and its tokens.
struct ReadSequence {
  let tokens: [ReadToken]
  /// True if the first token is the start of the text, which is not part of it.
  var hasStart = false
  let example: SequenceExample
}

/// The relation between tokens and text.
enum TokenSpelling {
  /// Units of running text, with escapes.
  case units(TextUnit)
  /// Words and subwords with joiners.
  case words
  /// Tokens that spaces separate.
  case separate
}

/// Returns tokens with the text that each adds. `ids` has an id for each of `names`.
func readTokens(_ names: [String], _ ids: [Int32], _ spelling: TokenSpelling) -> [ReadToken] {
  var text = TokenText(spelling)
  return zip(names, ids).map { name, id in
    ReadToken(
      name: name, text: text.adding(name), isUnknown: id == Vocabulary.Special.unknown)
  }
}

/// The text of tokens, one after another.
private struct TokenText {
  private let spelling: TokenSpelling
  private var joiner: UnitJoiner
  private var touchesNext = true

  init(_ spelling: TokenSpelling) {
    self.spelling = spelling
    if case .units(let unit) = spelling {
      joiner = UnitJoiner(unit)
    } else {
      joiner = UnitJoiner(.character)
    }
  }

  mutating func adding(_ name: String) -> String {
    switch spelling {
    case .units(let unit):
      let goesOn = unit == .subword && name.hasSuffix(BytePairEncoder.mark)
      joiner.add((goesOn ? String(name.dropLast(2)) : name).utf8Span.span)
      // No space is between the units of a word.
      if goesOn { joiner.endText() }
      return joiner.takeText()
    case .words:
      var word = Substring(name)
      let goesOn = word.hasSuffix(BytePairEncoder.mark)
      if goesOn { word.removeLast(BytePairEncoder.mark.count) }
      let isJoined = word.hasPrefix(Tokenizer.joiner)
      if isJoined { word.removeFirst() }
      let joinsNext = word.hasSuffix(Tokenizer.joiner)
      if joinsNext { word.removeLast() }
      defer { touchesNext = goesOn || joinsNext }
      return (touchesNext || isJoined ? "" : " ") + word
    case .separate:
      defer { touchesNext = false }
      return (touchesNext ? "" : " ") + name
    }
  }
}
