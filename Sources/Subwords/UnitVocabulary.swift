// SPDX-License-Identifier: Apache-2.0

package import Text

extension Vocabulary {
  /// Builds a vocabulary of the units in the words of one or several texts.
  ///
  /// It contains every character, within words and at their end, even those that merges always
  /// absorb. Other units follow if they occur at least `minimumFrequency` times, which may be 0, as
  /// far as `maximumSize` allows. A unit that is left out can be written as the parts that it was
  /// merged from.
  package init(
    unitsOf texts: [VocabularyBuilder], _ encoder: BytePairEncoder, minimumFrequency: Int,
    maximumSize: Int
  ) {
    var units = VocabularyBuilder()
    for text in texts {
      for number in 0..<text.tokenCount {
        text.withToken(number) { word, count in
          if count > 0 && word.count <= TokenCodec.longestToken {
            units.countUnits(of: word, encoder, times: count)
          }
        }
      }
    }
    encoder.forEachMerged { unit, isLast in
      let written = isLast ? unit : marked(unit.span)
      units.count(written.span, times: 0)
    }
    self = units.vocabulary(
      minimumFrequency: minimumFrequency, maximumSize: maximumSize, keeping: isCharacter)
  }
}

extension VocabularyBuilder {
  fileprivate mutating func countUnits(
    of word: Span<UInt8>, _ encoder: BytePairEncoder, times count: Int
  ) {
    func written(_ unit: Range<Int>) -> [UInt8] {
      let text = word.extracting(unit)
      return unit.upperBound == word.count ? bytes(of: text) : marked(text)
    }
    var start = 0
    for end in encoder.ends(ofUnitsIn: word) {
      self.count(written(start..<end).span, times: count)
      start = end
    }
    forEachCharacter(of: word) { self.count(written($0).span, times: 0) }
  }
}

/// Returns true if a unit, as written in vocabularies, is a single character.
private func isCharacter(_ unit: Span<UInt8>) -> Bool {
  let mark = BytePairEncoder.mark.utf8.count
  let text = endsInMark(unit) && unit.count > mark ? unit.extracting(..<(unit.count - mark)) : unit
  return text.indices.dropFirst().allSatisfy { text[$0] & 0xC0 == 0x80 }
}
