// SPDX-License-Identifier: Apache-2.0

import Dragoman
import Glibc

/// The probabilities of characters after the two before them, with a space at both ends of a word.
struct TrigramModel: Sendable {
  private let counts: [Trigram: Double]
  private let totals: [Bigram: Double]

  private struct Bigram: Hashable { let first, second: Unicode.Scalar }
  private struct Trigram: Hashable {
    let before: Bigram
    let next: Unicode.Scalar
  }

  /// The weight of a character that was never seen after the two before it.
  private static let unseen = 0.01
  /// The number of characters among which a character at random is drawn.
  private static let characters = 60.0

  /// Learns from the words of a vocabulary, each as often as the square root of its count: names and
  /// rare words count for something too.
  init(_ vocabulary: Vocabulary) {
    var counts: [Trigram: Double] = [:]
    var totals: [Bigram: Double] = [:]
    for id in Int32(Vocabulary.Special.tokens.count)..<Int32(vocabulary.count) {
      let weight = Double(vocabulary.frequency(of: id)).squareRoot()
      // A unit that ends with this mark is the beginning or the middle of a word.
      let isWhole = !vocabulary[id].hasSuffix("@@")
      for word in Self.words(of: vocabulary[id]) {
        Self.visit(word, isWhole: isWhole) { trigram in
          counts[trigram, default: 0] += weight
          totals[trigram.before, default: 0] += weight
        }
      }
    }
    (self.counts, self.totals) = (counts, totals)
  }

  /// Returns the natural logarithm of the probability of words.
  func logProbability(of words: [[Unicode.Scalar]]) -> Double {
    var sum = 0.0
    for word in words {
      Self.visit(word) { trigram in
        let count = counts[trigram, default: 0] + Self.unseen / Self.characters
        sum += log(count / (totals[trigram.before, default: 0] + Self.unseen))
      }
    }
    return sum
  }

  /// Returns the natural logarithm of the probability of words whose characters are drawn at random.
  static func logProbabilityAtRandom(of words: [[Unicode.Scalar]]) -> Double {
    -words.reduce(0) { $0 + Double($1.count + 1) } * log(characters)
  }

  /// Returns the words of a text: letters and marks, in lowercase. At most the first thousand.
  static func words(of text: String) -> [[Unicode.Scalar]] {
    text.lowercased().unicodeScalars.split {
      !($0.properties.isAlphabetic || $0.properties.isDiacritic)
    }
    .prefix(1_000).map(Array.init)
  }

  private static func visit(
    _ word: [Unicode.Scalar], isWhole: Bool = true, _ body: (Trigram) -> Void
  ) {
    var before = Bigram(first: " ", second: " ")
    for next in isWhole ? word + [" "] : word {
      body(Trigram(before: before, next: next))
      before = Bigram(first: before.second, second: next)
    }
  }
}

/// The exponential function.
func exponential(_ x: Double) -> Double { exp(x) }
