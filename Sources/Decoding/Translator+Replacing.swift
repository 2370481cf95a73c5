// SPDX-License-Identifier: Apache-2.0

import Subwords
import Text

extension Translator {
  /// Words of a translation, and how many the model wrote for each.
  typealias Written = (tokens: [String], unitCounts: [Int])

  /// The words at the end of a translation of `count` words, behind `previous`, with others in the place of those that the model
  /// has no name for: the translation that the dictionary has of a word of the source, or this word.
  ///
  /// A phrase of the dictionary takes the place of all unknown words in a row that belong to it.
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

  /// The place in the source of what the unknown word at `place` of a translation stands for.
  private func sourcePlace(
    of place: Int, of count: Int, _ attention: [[Float]], _ words: ArraySlice<Int32>
  ) -> Int {
    let index =
      attention.isEmpty
      ? likePlace(of: place, of: count, words)
      : words.indices.max { (attention[place][$0], $1) < (attention[place][$1], $0) }
    return index ?? 0
  }

  /// The place in the source that is as far from its start, or the next one of an unknown word.
  private func likePlace(of place: Int, of count: Int, _ words: ArraySlice<Int32>) -> Int? {
    let like = (2 * place + 1) * words.count / (2 * count)
    let unknown = words.indices.filter { words[$0] == Vocabulary.Special.unknown }
    return unknown.min { (abs($0 - like), $0) < (abs($1 - like), $1) } ?? like
  }

  /// The word as the target language joins it to the one before: a word of the source may come from a
  /// language that puts no spaces between words into one that does, or the other way round. Punctuation
  /// stays joined as it is.
  private func spaced(_ word: String, after previous: String?) -> String {
    let spelling = Tokenizer.detokenize([word])
    guard let first = spelling.unicodeScalars.first,
      first.properties.isAlphabetic || first.properties.numericType != nil
    else { return word }
    let bare = Tokenizer.withoutLeadingJoiner(word)
    let before = previous.map { Tokenizer.detokenize([$0]) }
    guard !targetHasSpaces, let last = before?.unicodeScalars.last else { return bare }
    // All scripts before the Thai one put spaces between words, and their words keep them.
    return first.value < 0x0E00 && last.value < 0x0E00 ? bare : Tokenizer.joined(bare)
  }
}
