// SPDX-License-Identifier: Apache-2.0

import Text

/// Cuts lines of words, each distinct word once: natural text repeats so much that little is missed
/// where all of `capacity` words are forgotten to take one more.
package struct UnitMemory {
  private static let capacity = 1 << 16

  private let encoder: BytePairEncoder
  private var words = TokenTable()
  /// For each word its units, with a space between them.
  private var units: [String] = []

  package init(_ encoder: BytePairEncoder) { self.encoder = encoder }

  /// The units of all words, with a space between them.
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
  /// The units of all words of a sentence with merges left out at random, with a space between them.
  package func units(
    of words: [String], _ dropout: BytePairDropout, sentence: Int
  ) -> String {
    words.enumerated().map { place, word in
      var choices = dropout.choices(sentence: sentence, side: 0, word: place)
      return units(of: word, isKept: { choices.isKept() }).joined(separator: " ")
    }.joined(separator: " ")
  }
}
