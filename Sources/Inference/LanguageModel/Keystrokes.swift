// SPDX-License-Identifier: Apache-2.0

/// The keys that it takes to type a text with and without suggestions (Trnka and McCoy, "Evaluating
/// word prediction: framing keystroke savings", 2008).
package struct Keystrokes: Sendable, Equatable {
  /// The number of keys without suggestions: one for each character.
  package var without = 0
  /// The number of keys with suggestions: one for each typed character and each chosen suggestion.
  package var with = 0

  package init() {}

  /// The share of keys that the suggestions save; 0 for an empty text.
  package var savings: Double { without == 0 ? 0 : 1 - Double(with) / Double(without) }

  package static func += (sum: inout Keystrokes, part: Keystrokes) {
    sum.without += part.without
    sum.with += part.with
  }
}

extension Keystrokes {
  /// True for letters, digits and apostrophes.
  package static func isInWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "'" || character == "\u{2019}"
  }

  /// Simulates the typing of `text` by somebody who chooses the right word as soon as it is
  /// suggested, if this saves a key.
  ///
  /// A chosen word replaces its beginning, which was typed already. If a space follows the word in
  /// the text, it is written with the word.
  ///
  /// `isInWord` returns true if a character is part of a word; other characters separate words.
  /// `suggest` returns whole words for the text typed so far, which may end with the beginning of a
  /// word. It is called before each character, the first one included, where a right word would save
  /// a key.
  package init(
    typing text: String, isInWord: (Character) -> Bool = Self.isInWord,
    suggest: (String) -> [String]
  ) {
    let characters = Array(text)
    without = characters.count
    var typed = ""
    var (position, wordStart) = (0, 0)
    while position < characters.count {
      let end = Self.endOfWord(characters, from: wordStart, isInWord)
      let hasSpace = end < characters.count && characters[end] == " "
      let next = hasSpace ? end + 1 : end
      let isSuggested =
        next - position > 1 && end > position
        && suggest(typed).contains { $0.elementsEqual(characters[wordStart..<end]) }
      let written = isSuggested ? characters[position..<next] : characters[position...position]
      typed += String(written)
      position += written.count
      with += 1
      if let last = written.last, !isInWord(last) { wordStart = position }
    }
  }

  private static func endOfWord(
    _ characters: [Character], from start: Int, _ isInWord: (Character) -> Bool
  ) -> Int {
    characters[start...].firstIndex { !isInWord($0) } ?? characters.count
  }
}
