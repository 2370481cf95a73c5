// SPDX-License-Identifier: Apache-2.0

import Subwords
import Text

/// A text that is being typed, as a model sees it.
struct TypedText {
  /// The first unit of a completion.
  enum First {
    case any
    /// It touches the text before it.
    case touching
    /// A space, which may be implied, is before it.
    case spaced
  }

  /// The units before the unfinished word; of subwords, whole words.
  private(set) var words: [String]
  /// The unfinished word, in UTF-8; empty in texts of characters, which are finished ones.
  private(set) var beginning: [UInt8] = []
  /// True if a space after them was typed that is implied.
  private(set) var hasSpace = false
  private(set) var first = First.any

  init(_ text: String, _ codec: TextCodec) {
    words = codec.words(of: text)
    if codec.unit.isOfWords { takeEnd(codec) }
  }

  /// Moves a space or an unfinished word from the end of `words` to the other properties.
  private mutating func takeEnd(_ codec: TextCodec) {
    guard let last = words.last else { return }
    let text = codec.text(ofWord: last)
    if codec.endsInImpliedSpace(words) {
      words.removeLast()
      (hasSpace, first) = (true, .spaced)
    } else if let character = text.last, Keystrokes.isInWord(character) {
      takeWord(codec)
    } else if !text.allSatisfy(\.isWhitespace) {
      words[words.count - 1] = withUsualMark(last, codec)
    }
  }

  private mutating func takeWord(_ codec: TextCodec) {
    var isComplete = false
    while !isComplete, let word = words.popLast() {
      let text = codec.text(ofWord: word)
      beginning = Array(text.utf8) + beginning
      let touches = word.hasPrefix(Tokenizer.joiner)
      first = touches ? .touching : .spaced
      // An apostrophe is part of the word before it, as in "don't".
      let before = touches ? words.last.flatMap { codec.text(ofWord: $0).last } : nil
      isComplete =
        text.contains { $0.isLetter || $0.isNumber } || !(before.map(Keystrokes.isInWord) ?? false)
    }
  }

  /// Returns a word such as `(` with or without the mark that it has if another word touches it,
  /// whichever is more frequent.
  private func withUsualMark(_ word: String, _ codec: TextCodec) -> String {
    let marked = word + Tokenizer.joiner
    func frequency(_ word: String) -> Int {
      let ids = codec.ids(ofWords: [word])
      return ids.map { $0 == Vocabulary.Special.unknown ? 0 : codec.vocabulary.frequency(of: $0) }
        .min() ?? 0
    }
    return frequency(marked) > frequency(word) ? marked : word
  }
}

extension TextCodec {
  /// Returns true if the last of `words` is a single space after a word. It is implied once another
  /// word follows.
  func endsInImpliedSpace(_ words: [String]) -> Bool {
    guard unit.isOfWords, words.count > 1, text(ofWord: words[words.count - 1]) == " " else {
      return false
    }
    return !text(ofWord: words[words.count - 2]).allSatisfy(\.isWhitespace)
  }
}
