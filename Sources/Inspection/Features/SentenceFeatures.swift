// SPDX-License-Identifier: Apache-2.0

extension PositionFeature {
  /// The number of words of the sentence so far, complete ones and the current one.
  static let sentencePosition = PositionFeature("sentence-position", .amount) { text in
    var sentence = Sentence()
    return scan(text, from: 0) { words, character, index in
      if sentence.begins(at: index, in: text) { words = 0 }
      if character.isInWord && (index == 0 || !text[index - 1].isInWord) { words += 1 }
      return words
    }
  }

  /// True from a negation, such as `not`, to the end of its sentence, in English.
  static let negation = PositionFeature(
    "negation", .condition(no: "not seen", yes: "seen")
  ) { text in
    var sentence = Sentence()
    return scan(text, from: false) { isSeen, _, index in
      if sentence.begins(at: index, in: text) { isSeen = false }
      if let word = text.word(endingAt: index), isNegation(word) { isSeen = true }
      return isSeen ? 1 : 0
    }
  }

  private static func isNegation(_ word: String) -> Bool {
    word.hasSuffix("n't")
      || [
        "not", "no", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "cannot",
        "without",
      ].contains(word)
  }
}

/// Tells where the sentences of a text begin: after `.`, `!` or `?` before white space or a closing
/// mark, and after a blank line.
struct Sentence {
  private var hasEnded = true

  /// Returns true for the first character of each sentence. Must be called for each index in turn.
  mutating func begins(at index: Int, in text: [Character]) -> Bool {
    let character = text[index]
    let begins = hasEnded && !character.isWhitespace && !isClosing(character)
    if begins { hasEnded = false }
    if ".!?\u{3002}\u{2026}".contains(character) {
      let next = index + 1 < text.count ? text[index + 1] : " "
      hasEnded = hasEnded || next.isWhitespace || isClosing(next)
    }
    if text.endsParagraph(at: index) { hasEnded = true }
    return begins
  }

  private func isClosing(_ character: Character) -> Bool {
    "\")]\u{201D}\u{BB}'\u{2019}".contains(character)
  }
}
