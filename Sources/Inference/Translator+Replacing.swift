// SPDX-License-Identifier: Apache-2.0

import Subwords
import Text

extension Translator {
  /// The words of a translation, and the number of units that the model wrote for each.
  typealias Written = (tokens: [String], unitCounts: [Int])

  /// Returns the words `words` with unknown ones replaced: by the dictionary's translation of the
  /// corresponding source word or phrase, or else by the source word itself. `words` are the last
  /// of `count` words, and `previous` is the word before them.
  ///
  /// If consecutive unknown words belong to the same dictionary phrase, its translation replaces
  /// all of them.
  func replacingUnknown(
    _ words: ArraySlice<Int32>, after previous: String?, of count: Int, _ attention: [[Float]],
    _ source: EncodedSource
  ) -> Written {
    let read = Array(source.units.prefix(options.maximumSourceLength))
    let matches = dictionary.matches(in: read)
    var written: Written = ([], [])
    var phrase: SourceDictionary.Match?
    for place in words.indices {
      guard words[place] == Vocabulary.Special.unknown else {
        phrase = nil
        written.tokens.append(checkpoint.targetVocabulary[words[place]])
        written.unitCounts.append(1)
        continue
      }
      let index = sourcePlace(of: place, of: count, attention, source.ids[0].prefix(read.count))
      let match = matches[index]
      if let match, match == phrase {
        written.unitCounts[written.unitCounts.count - 1] += 1
        continue
      }
      phrase = match.flatMap { $0.tokens.count > 1 ? $0 : nil }
      written.tokens.append(
        spaced(match?.translation ?? read[index], after: written.tokens.last ?? previous))
      written.unitCounts.append(1)
    }
    return written
  }

  /// Returns the position of the source word that the unknown word at `place` stands for: the one
  /// with the most attention or, without attention, the one from `likePlace`.
  private func sourcePlace(
    of place: Int, of count: Int, _ attention: [[Float]], _ words: ArraySlice<Int32>
  ) -> Int {
    let index =
      attention.isEmpty
      ? likePlace(of: place, of: count, words)
      : words.indices.max { (attention[place][$0], $1) < (attention[place][$1], $0) }
    return index ?? 0
  }

  /// Returns the position of the unknown source word that is nearest to the proportional position;
  /// that position itself if the source has no unknown word.
  private func likePlace(of place: Int, of count: Int, _ words: ArraySlice<Int32>) -> Int? {
    let like = (2 * place + 1) * words.count / (2 * count)
    let unknown = words.indices.filter { words[$0] == Vocabulary.Special.unknown }
    return unknown.min { (abs($0 - like), $0) < (abs($1 - like), $1) } ?? like
  }

  /// Adds or removes the joiner before a word, as the target language needs: source and target may
  /// differ in using spaces between words. Punctuation keeps its joiner.
  private func spaced(_ word: String, after previous: String?) -> String {
    let spelling = Tokenizer.detokenize([word])
    guard let first = spelling.unicodeScalars.first,
      first.properties.isAlphabetic || first.properties.numericType != nil
    else { return word }
    let bare = Tokenizer.withoutLeadingJoiner(word)
    let before = previous.map { Tokenizer.detokenize([$0]) }
    guard !targetHasSpaces, let last = before?.unicodeScalars.last else { return bare }
    // All scripts below the Thai block put spaces between words; their words keep them.
    return first.value < 0x0E00 && last.value < 0x0E00 ? bare : Tokenizer.joined(bare)
  }
}
