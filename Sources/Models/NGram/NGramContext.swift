// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The tokens before a prediction of an n-gram model, as far as the model knows them.
package struct NGramContext: Sendable, Equatable {
  /// The n-grams of the last 1, 2, … tokens, each in the level of its length.
  fileprivate var ngrams: [Int32] = []
}

// MARK: - Contexts

extension NGramModel {
  /// The context at the start of a sequence.
  package var start: NGramContext { context(after: beginning) }

  /// Returns the context after `tokens`, of which the last `order - 1` matter.
  package func context(after tokens: some Sequence<Int32>) -> NGramContext {
    var context = NGramContext()
    for token in tokens.suffix(order - 1) { append(token, to: &context) }
    return context
  }

  /// Moves `context` on by a token.
  package func append(_ token: Int32, to context: inout NGramContext) {
    precondition(token >= 0 && token < vocabularySize, "a token out of range")
    guard order > 1 else { return }
    var ngrams = [token]
    for (level, ngram) in context.ngrams.prefix(order - 2).enumerated() {
      guard let longer = child(token, of: ngram, at: level) else { break }
      ngrams.append(Int32(longer))
    }
    context.ngrams = ngrams
  }

  /// Returns the n-gram that continues `ngram` of `level` by `token`.
  private func child(_ token: Int32, of ngram: Int32, at level: Int) -> Int? {
    index(
      of: token, in: levels[level + 1].tokens,
      children(levels[level].firstChildren, Int(ngram)))
  }
}

// MARK: - Predictions

extension NGramModel {
  /// Returns the natural logarithm of the probability of `token` after `context`.
  package func logProbability(of token: Int32, after context: NGramContext) -> Double {
    precondition(token >= 0 && token < vocabularySize, "a token out of range")
    var logFactor = 0.0
    for (level, ngram) in context.ngrams.enumerated().reversed() {
      if let found = child(token, of: ngram, at: level) {
        return logFactor + log(Double(levels[level + 1].probabilities[found]))
      }
      logFactor += log(Double(levels[level].backoffs[Int(ngram)]))
    }
    return logFactor + log(Double(levels[0].probabilities[Int(token)]))
  }

  /// Returns the natural logarithm of the probability of `token` after the tokens `context`.
  package func logProbability(of token: Int32, after context: some Sequence<Int32>) -> Double {
    logProbability(of: token, after: self.context(after: context))
  }

  /// Returns the probability of every token after `context`: `[V]`. One below the range of a float,
  /// as after a line that was repeated thousands of times, is 0.
  ///
  /// - Complexity: O(V + n), where n is the number of tokens that ever followed the context or an
  ///   end of it.
  package func distribution(after context: NGramContext) -> [Float] {
    // The products of the backoffs of all longer contexts, from the longest context to none.
    var factors = [1.0]
    for (level, ngram) in context.ngrams.enumerated().reversed() {
      factors.append(factors[factors.count - 1] * Double(levels[level].backoffs[Int(ngram)]))
    }
    let factor = Float(factors.removeLast())
    var distribution = levels[0].probabilities.map { factor * $0 }
    // A longer context overwrites what the shorter ones say.
    for (level, ngram) in context.ngrams.enumerated() {
      let factor = Float(factors.removeLast())
      let longer = levels[level + 1]
      for child in children(levels[level].firstChildren, Int(ngram)) {
        distribution[Int(longer.tokens[child])] = factor * longer.probabilities[child]
      }
    }
    return distribution
  }

  /// Returns the negative log-likelihood of each token of a sequence, in nats.
  package func losses(of sequence: some Sequence<Int32>) -> [Float] {
    var context = start
    return sequence.map { token in
      defer { append(token, to: &context) }
      return Float(-logProbability(of: token, after: context))
    }
  }
}
