// SPDX-License-Identifier: Apache-2.0

import Corpora
import Evaluation
import Inference
import Text
import Threads
import Training

extension LanguageModelData {
  /// Scores a model on the dev text; nil if there is none. Continuous text is scored in parts, so
  /// that they can share matrix products.
  func developmentScores(_ scorer: any SequenceScorer, _ pool: WorkerPool) -> Scores? {
    guard let development else { return nil }
    let count = partCount(of: development)
    var total = SequenceLikelihood()
    for start in stride(from: 0, to: count, by: partsInMemory) {
      let places = (start..<min(start + partsInMemory, count)).map { part in
        configuration.layout == .lines
          ? development.places(ofSequence: part)
          : development.count * part / count..<development.count * (part + 1) / count
      }
      for likelihood in scorer.likelihoods(of: development.tokens(places), pool) {
        total += likelihood
      }
    }
    return Scores(
      loss: total.negativeLogLikelihood / Double(total.tokens),
      perplexity: perplexity(
        totalNegativeLogLikelihood: total.negativeLogLikelihood, tokens: total.tokens))
  }

  /// Each part of continuous text has at least 2,000 tokens, so that its start hardly matters, and
  /// at most about 16,000.
  private func partCount(of text: RunningText) -> Int {
    configuration.layout == .lines
      ? text.lineCount : max(1, min(64, text.count / 2000), text.count / 16_000)
  }
}

/// The number of lines or parts of a text that are in memory at a time.
private let partsInMemory = 1024
