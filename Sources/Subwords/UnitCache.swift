// SPDX-License-Identifier: Apache-2.0

import Text

/// Splits lines of words and caches the units of each distinct word. When `capacity` is reached,
/// the whole cache is cleared; natural text repeats so much that this costs little.
package struct UnitCache {
  private static let capacity = 1 << 16

  private let encoder: BytePairEncoder
  private var words = TokenTable()
  /// The units of each word, separated by spaces.
  private var units: [String] = []

  package init(_ encoder: BytePairEncoder) { self.encoder = encoder }

  /// Returns the units of all words, separated by spaces.
  package mutating func units(of words: [String]) -> String {
    words.map { units(of: $0) }.joined(separator: " ")
  }

  private mutating func units(of word: String) -> String {
    if units.count == Self.capacity {
      words = TokenTable()
      units.removeAll(keepingCapacity: true)
    }
    let number = Int(words.intern(word.utf8Span.span))
    if number == units.count { units.append(encoder.units(of: word).joined(separator: " ")) }
    return units[number]
  }
}

extension BytePairEncoder {
  /// Returns the units of all words of a sentence, split with BPE dropout and separated by spaces.
  package func units(
    of words: [String], _ dropout: BytePairDropout, sentence: Int
  ) -> String {
    words.enumerated().map { place, word in
      var choices = dropout.choices(sentence: sentence, side: 0, word: place)
      return units(of: word, isKept: { choices.isKept() }).joined(separator: " ")
    }.joined(separator: " ")
  }
}
