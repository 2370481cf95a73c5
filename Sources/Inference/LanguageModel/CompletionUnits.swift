// SPDX-License-Identifier: Apache-2.0

import Subwords
import Text

/// The units of a model, with what completions need to know of them. The index is the id.
struct CompletionUnits: Sendable {
  struct Unit: Sendable {
    /// The text in UTF-8, without marks; empty for special tokens.
    let text: [UInt8]
    /// True if no space is implied before the unit.
    let touchesPrevious: Bool
    /// True if no space is implied after the unit, because more of the same text follows.
    let touchesNext: Bool
    let isWhitespace: Bool
    /// True for a word or a part of one.
    let isInWord: Bool
    /// The digits that spell the text; nil if none do.
    let digits: [UInt8]?
  }

  let units: [Unit]
  /// True if spaces between words are implied.
  let isOfWords: Bool

  init(_ codec: TextCodec) {
    isOfWords = codec.unit.isOfWords
    units = (0..<Int32(codec.vocabulary.count)).map { id in
      if id < Vocabulary.Special.tokens.count { return Self.special }
      return Unit(codec.vocabulary[id], codec)
    }
  }

  private static let special = Unit(
    text: [], touchesPrevious: false, touchesNext: false, isWhitespace: false, isInWord: false,
    digits: nil)

  subscript(id: Int32) -> Unit { units[Int(id)] }

  /// Returns the place of a unit in a word. Words of letters end where another unit follows; the
  /// other units know themselves if they are the last of a word.
  func place(of id: Int32) -> CompletionSettings.Place {
    let unit = self[id]
    if !isOfWords { return unit.isInWord ? .inside : .after }
    return unit.touchesNext ? .inside : .last
  }

  /// The units that never occur in words whose end they would not be.
  var forbiddenInWords: [Int32] {
    if !isOfWords { return Vocabulary.Special.unwritten }
    return (0..<Int32(units.count)).filter { !self[$0].isInWord }
  }
}

extension CompletionUnits.Unit {
  fileprivate init(_ unit: String, _ codec: TextCodec) {
    let isOfWords = codec.unit.isOfWords
    let written = codec.text(ofUnits: [unit])
    let mark = Tokenizer.joiner
    text = Array(written.utf8)
    touchesPrevious = isOfWords && unit.hasPrefix(mark)
    touchesNext =
      isOfWords && unit.hasSuffix(mark)
      || codec.unit == .subword && unit.hasSuffix(BytePairEncoder.mark)
    isWhitespace = written.allSatisfy(\.isWhitespace)
    let isAllInWord = written.unicodeScalars.allSatisfy {
      Keystrokes.isInWord(Character($0)) || isMark($0)
    }
    isInWord =
      codec.unit == .word ? written.contains { $0.isLetter || $0.isNumber } : isAllInWord
    digits = isInWord ? Keypad.digits(spelling: written) : nil
  }
}

extension Vocabulary.Special {
  /// The special tokens that models never write; texts end with `end`.
  static let unwritten = [padding, unknown, start]
}
