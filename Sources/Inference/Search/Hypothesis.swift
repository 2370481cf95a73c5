// SPDX-License-Identifier: Apache-2.0

/// A translation, finished or partial.
package struct Hypothesis: Sendable, Equatable {
  /// The words, without the start and end tokens.
  package var words: [Int32] = []
  /// True once the end token was written.
  package var isFinished = false
  /// The log-probability of each word, and of the end token; empty if not computed.
  package var logProbabilities: [Float] = []
  /// The sum of `logProbabilities`.
  package var logProbability = 0.0
  /// The attention over the source words at each step; empty if not kept.
  package var attention: [[Float]] = []
  /// The number of the sample among those of its sentence.
  package var sample: UInt32 = 0

  package init(sample: UInt32 = 0) { self.sample = sample }

  /// Appends a word, or finishes the hypothesis if `word` is the end token.
  package mutating func extend(with word: Int32, end: Int32) {
    if word == end { isFinished = true } else { words.append(word) }
  }

  package func extended(
    with word: Int32, _ logProbability: Float, attention row: [Float]?, end: Int32
  ) -> Hypothesis {
    var longer = self
    longer.extend(with: word, end: end)
    longer.logProbabilities.append(logProbability)
    longer.logProbability += Double(logProbability)
    if let row { longer.attention.append(row) }
    return longer
  }
}

/// The score that ranks hypotheses.
package struct Ranking: Sendable {
  package let lengthPenalty: LengthPenalty
  package let coveragePenalty: CoveragePenalty

  package init(_ lengthPenalty: LengthPenalty, _ coveragePenalty: CoveragePenalty) {
    self.lengthPenalty = lengthPenalty
    self.coveragePenalty = coveragePenalty
  }

  package func score(_ hypothesis: Hypothesis) -> Double {
    let divisor = lengthPenalty.divisor(words: max(1, hypothesis.logProbabilities.count))
    return hypothesis.logProbability / divisor + coveragePenalty.score(hypothesis.attention)
  }

  /// Returns an upper bound on the score of every continuation. Each further word lowers the
  /// log-probability; at best, the continuation has the maximum length and no coverage penalty.
  package func bound(_ hypothesis: Hypothesis, maximumLength: Int) -> Double {
    hypothesis.logProbability / lengthPenalty.divisor(words: maximumLength)
  }
}
