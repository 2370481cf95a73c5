// SPDX-License-Identifier: Apache-2.0

/// A translation, or the beginning of one.
package struct Hypothesis: Sendable, Equatable {
  /// Without start and end token.
  package var words: [Int32] = []
  /// Whether the end token has come.
  package var isFinished = false
  /// Of each word, and of the end token; empty where they were not computed.
  package var logProbabilities: [Float] = []
  /// The sum of these.
  package var logProbability = 0.0
  /// A row over the source words for each of these, where the model pays attention.
  package var attention: [[Float]] = []
  /// Which of the samples of its sentence this is.
  package var sample: UInt32 = 0

  package init(sample: UInt32 = 0) { self.sample = sample }

  /// Goes on with a word, or ends with the end token.
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

/// What hypotheses are ordered by.
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

  /// What no continuation of a hypothesis can exceed: each word more takes from the log-probability, and
  /// at best adds to the length and the coverage.
  package func bound(_ hypothesis: Hypothesis, maximumLength: Int) -> Double {
    hypothesis.logProbability / lengthPenalty.divisor(words: maximumLength)
  }
}
