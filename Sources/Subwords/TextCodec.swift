// SPDX-License-Identifier: Apache-2.0

package import Text

/// Encodes running text as the ids of its units and decodes ids.
///
/// Use it from one thread at a time.
package final class TextCodec {
  package let unit: TextUnit
  /// The vocabulary, and the merges of subword units.
  package let codec: TokenCodec
  private let splitter: UnitSplitter

  /// Creates a codec. `codec` has merges exactly if `unit` is `subword`.
  ///
  /// - Throws: `TokenizerError` if the language is malformed or unknown.
  package init(
    _ unit: TextUnit, _ configuration: TokenizerConfiguration, _ codec: TokenCodec
  ) throws(TokenizerError) {
    precondition((codec.encoder != nil) == (unit == .subword), "subword units come from merges")
    self.unit = unit
    self.codec = codec
    splitter = try UnitSplitter(unit, configuration)
  }

  package var vocabulary: Vocabulary { codec.vocabulary }

  /// Returns the units of a text of at most 2^28 bytes, whether the vocabulary has them or not.
  package func units(of text: String) -> [String] {
    let units = splitter.units(of: text)
    guard let encoder = codec.encoder else { return units }
    return units.flatMap { encoder.units(of: $0) }
  }

  /// Returns the ids of a text of at most 2^28 bytes, with `Vocabulary.Special.unknown` for units
  /// that the vocabulary lacks.
  package func ids(of text: String) -> [Int32] { codec.encode(splitter.units(of: text)).ids }

  /// Returns the units of a text of at most 2^28 bytes as the model reads them, and their ids.
  /// Subword units that the vocabulary lacks are written as `<unk>`, all others as they are.
  package func encoded(_ text: String) -> (units: [String], ids: [Int32]) {
    let units = splitter.units(of: text)
    let ids = codec.encode(units).ids
    return (unit == .subword ? vocabulary.tokens(of: ids) : units, ids)
  }

  /// Returns the units of a text of at most 2^28 bytes; of subwords, whole words.
  package func words(of text: String) -> [String] { splitter.units(of: text) }

  /// Returns the ids of the units, or of whole words of subwords.
  package func ids(ofWords words: [String]) -> [Int32] { codec.encode(words).ids }

  /// Returns those of `words` that the vocabulary cannot express completely.
  package func unknown(among words: [String]) -> [String] {
    guard ids(ofWords: words).contains(Vocabulary.Special.unknown) else { return [] }
    return words.filter { ids(ofWords: [$0]).contains(Vocabulary.Special.unknown) }
  }

  /// Returns the text of a unit, or of a whole word of subwords, without its neighbours.
  package func text(ofWord word: String) -> String {
    var joiner = UnitJoiner(unit)
    joiner.add(word.utf8Span.span)
    return joiner.takeText()
  }

  /// Returns the text of units; of those of `units(of:)`, exactly the text that they came from.
  package func text(ofUnits units: some Sequence<String>) -> String {
    var joiner = UnitJoiner(unit)
    for word in unit == .subword ? BytePairEncoder.words(of: units) : Array(units) {
      joiner.add(word.utf8Span.span)
    }
    return joiner.takeText()
  }

  /// Returns the text of ids, as `TextDecoder` does.
  package func text(of ids: some Sequence<Int32>) -> String {
    var decoder = TextDecoder(unit, codec.vocabulary)
    return ids.reduce(into: "") { $0 += decoder.text(adding: $1) } + decoder.remainingText()
  }
}

/// Decodes ids to text as they come.
///
/// `</s>`, `<s>` and `<pad>` have no text. `<unk>` stands for U+FFFD.
package struct TextDecoder: Sendable {
  private let vocabulary: Vocabulary
  private let isOfSubwords: Bool
  private var joiner: UnitJoiner
  /// The beginning of a word of which more subword units follow.
  private var word: [UInt8] = []

  package init(_ unit: TextUnit, _ vocabulary: Vocabulary) {
    self.vocabulary = vocabulary
    isOfSubwords = unit == .subword
    joiner = UnitJoiner(unit)
  }

  /// Returns the text that an id adds. It is empty inside a word of several subword units: the last
  /// of them adds the whole word.
  package mutating func text(adding id: Int32) -> String {
    switch id {
    case Vocabulary.Special.padding, Vocabulary.Special.start: return ""
    case Vocabulary.Special.end:
      endWord()
      joiner.endText()
    case Vocabulary.Special.unknown:
      endWord()
      joiner.add("\u{FFFD}".utf8Span.span)
    default:
      let unit = vocabulary[id]
      if isOfSubwords, endsInMark(unit.utf8Span.span) {
        word += unit.utf8.dropLast(BytePairEncoder.mark.utf8.count)
      } else if isOfSubwords {
        word += unit.utf8
        endWord()
      } else {
        joiner.add(unit.utf8Span.span)
      }
    }
    return joiner.takeText()
  }

  /// Returns the text of an unfinished word.
  package mutating func remainingText() -> String {
    endWord()
    return joiner.takeText()
  }

  private mutating func endWord() {
    let word = self.word
    if !word.isEmpty { joiner.add(word.span) }
    self.word.removeAll()
  }
}
