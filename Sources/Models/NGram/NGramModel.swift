// SPDX-License-Identifier: Apache-2.0

/// A model that predicts a token from the `order - 1` tokens before it by counting: an n-gram model
/// with interpolated modified Kneser–Ney smoothing (Chen and Goodman, "An empirical study of
/// smoothing techniques for language modeling", 1998), with the discounts of KenLM (Heafield et al.,
/// "Scalable modified Kneser-Ney language model estimation", 2013).
///
/// Counting needs the whole text and all n-grams in memory.
///
/// The single tokens are interpolated with the uniform distribution over the vocabulary. So every
/// token has a probability above 0, after every context.
package struct NGramModel: Sendable, Equatable {
  package static let orders = 1...16
  package static let vocabularySizes = 1...1 << 24
  /// The maximum number of tokens to learn from, counting one more for each sequence and what
  /// precedes it.
  package static let textLimit = Int(Int32.max) - 1

  /// The number of tokens in the longest n-grams.
  package let order: Int
  package let vocabularySize: Int
  /// The tokens before each sequence, which are context only; fewer than `order`.
  package let beginning: [Int32]
  /// The discounts of the n-grams of 1, 2, … tokens.
  package let discounts: [KneserNeyDiscounts]
  /// The n-grams of 1, 2, … tokens.
  let levels: [Level]

  /// The distinct n-grams of one length in lexicographic order, as in an ARPA file.
  struct Level: Sendable, Equatable {
    /// The last token of each n-gram. Of the single tokens, all of the vocabulary are there.
    let tokens: [Int32]
    /// The probability of each n-gram's last token after the others.
    let probabilities: [Float]
    /// The factor of the shorter context's probability, for tokens that never followed an n-gram.
    /// Empty at the greatest length.
    let backoffs: [Float]
    /// The first of the next longer n-grams that continue each n-gram, and the number of all at the
    /// end. Empty at the greatest length.
    let firstChildren: [Int32]
  }

  /// The number of distinct n-grams of all lengths.
  package var ngramCount: Int { levels.reduce(0) { $0 + $1.tokens.count } }

  init(
    vocabularySize: Int, beginning: [Int32], discounts: [KneserNeyDiscounts], levels: [Level]
  ) {
    order = levels.count
    self.vocabularySize = vocabularySize
    self.beginning = beginning
    self.discounts = discounts
    self.levels = levels
  }

  /// Learns from `sequences`, which may be one long text. Takes time and memory that are
  /// proportional to the number of tokens and of distinct n-grams.
  ///
  /// An n-gram of fewer than `order` tokens counts once for each token that precedes it, and once
  /// for each sequence that it begins. `beginning` is before each sequence, for example a start
  /// token; it is context only, and its last `order - 1` tokens matter.
  package init(
    order: Int, vocabularySize: Int, beginning: [Int32] = [],
    sequences: some Sequence<ArraySlice<Int32>>
  ) {
    precondition(Self.orders.contains(order), "an order out of range")
    precondition(Self.vocabularySizes.contains(vocabularySize), "a vocabulary out of range")
    let beginning = Array(beginning.suffix(order - 1))
    let text = NGramText(sequences, beginning: beginning, vocabularySize: vocabularySize)
    let trie = NGramTrie(text, order: order, vocabularySize: vocabularySize)
    let discounts = trie.levels.map { KneserNeyDiscounts(counts: $0.counts) }
    self.init(
      vocabularySize: vocabularySize, beginning: beginning, discounts: discounts,
      levels: Self.levels(of: trie, discounts))
  }
}

// MARK: - Smoothing

extension NGramModel {
  private static func levels(of trie: NGramTrie, _ discounts: [KneserNeyDiscounts]) -> [Level] {
    var shorter = [Float](repeating: 0, count: trie.levels[0].tokens.count)
    var estimates: [Estimate] = []
    for (index, level) in trie.levels.enumerated() {
      let estimate =
        index == 0
        ? Estimate(ofSingleTokens: level.counts, discounts[0])
        : Estimate(
          level, after: trie.levels[index - 1], discounts[index], shorter: shorter)
      shorter = estimate.probabilities
      estimates.append(estimate)
    }
    return trie.levels.indices.map { index in
      Level(
        tokens: trie.levels[index].tokens, probabilities: estimates[index].probabilities,
        backoffs: index + 1 < estimates.count ? estimates[index + 1].backoffs : [],
        firstChildren: trie.levels[index].firstChildren)
    }
  }

  /// The probabilities of the n-grams of one length, and the backoffs of their contexts.
  private struct Estimate {
    private(set) var probabilities: [Float] = []
    private(set) var backoffs: [Float] = []

    init(ofSingleTokens counts: [Int32], _ discounts: KneserNeyDiscounts) {
      let uniform = 1 / Double(counts.count)
      append(counts.indices, counts, discounts) { _ in uniform }
    }

    init(
      _ level: NGramTrie.Level, after contexts: NGramTrie.Level, _ discounts: KneserNeyDiscounts,
      shorter: [Float]
    ) {
      probabilities.reserveCapacity(level.counts.count)
      backoffs.reserveCapacity(contexts.counts.count)
      for context in contexts.counts.indices {
        append(children(contexts.firstChildren, context), level.counts, discounts) {
          Double(shorter[Int(level.suffixes[$0])])
        }
      }
    }

    /// Appends the n-grams of one context. `shorter` gives the probability after the context
    /// without its first token.
    private mutating func append(
      _ ngrams: Range<Int>, _ counts: [Int32], _ discounts: KneserNeyDiscounts,
      shorter: (Int) -> Double
    ) {
      var (total, taken) = (0.0, 0.0)
      for ngram in ngrams {
        total += Double(counts[ngram])
        taken += discounts[counts[ngram]]
      }
      // A context that nothing follows says nothing.
      let backoff = total > 0 ? taken / total : 1
      for ngram in ngrams {
        let kept = Double(counts[ngram]) - discounts[counts[ngram]]
        let share = total > 0 ? kept / total : 0
        probabilities.append(Float(share + backoff * shorter(ngram)))
      }
      backoffs.append(Float(backoff))
    }
  }
}
