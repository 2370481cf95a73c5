// SPDX-License-Identifier: Apache-2.0

/// The units in which a language model reads and writes running text.
///
/// The units of a text hold all of it, with every space, tab and line end, so that the text can be
/// restored exactly.
public enum TextUnit: String, Codable, Sendable, CaseIterable {
  /// Extended grapheme clusters (UAX #29): what a reader sees as one character. `\r\n` is one.
  case character
  /// Unicode scalar values.
  case codepoint
  /// Words, punctuation marks and whitespace. One space between two words is implied; all other
  /// whitespace consists of units of its own.
  case word
  /// Words split further by byte-pair merges.
  case subword

  /// True if a unit stands for a word or a part of one, so that spaces between words are implied.
  package var isOfWords: Bool { self == .word || self == .subword }

  /// Returns a unit in its visible form: with its escapes, but without the marks that join words.
  package func spelling(of unit: String) -> String {
    guard isOfWords else { return unit }
    var spelling = ""
    spelling.unicodeScalars.append(contentsOf: unit.unicodeScalars.filter { $0 != "\u{FFED}" })
    return spelling.isEmpty ? unit : spelling
  }
}

/// The sequences that a running text consists of.
public enum TextLayout: String, Codable, Sendable, CaseIterable {
  /// One text that goes on from line to line; `</s>` ends each file.
  case continuous
  /// Each line is a text of its own, which `</s>` ends in place of the line feed. Empty lines are
  /// left out.
  case lines
}
