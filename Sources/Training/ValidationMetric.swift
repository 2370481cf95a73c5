// SPDX-License-Identifier: Apache-2.0

package import Evaluation

/// The dev score that decides which weights are best.
public enum ValidationMetric: String, Codable, Sendable, CaseIterable {
  case perplexity, bleu, chrf

  /// Returns true if a score is better than the best one so far. If the scores are equal, as with
  /// BLEU 0 in the first epochs, the lower perplexity is better.
  package func isBetter(_ score: RankedScore, than best: RankedScore?) -> Bool {
    guard let best else { return true }
    if score.value == best.value { return score.perplexity < best.perplexity }
    return self == .perplexity ? score.value < best.value : score.value > best.value
  }
}

/// A score by the validation metric, with the perplexity of the same weights to break ties.
package struct RankedScore: Sendable, Equatable {
  package var value: Double
  package var perplexity: Double

  package init(_ value: Double, perplexity: Double) {
    (self.value, self.perplexity) = (value, perplexity)
  }
}

/// The scores of weights on the dev set.
public struct ValidationScores: Sendable, Equatable {
  /// The mean negative log-likelihood of a target token, in nats.
  public let loss: Double
  public let perplexity: Double
  /// Nil if the dev set was not translated.
  public let translations: TranslationReport?

  /// Returns the score of `metric`.
  package func value(_ metric: ValidationMetric) -> Double {
    switch metric {
    case .perplexity: perplexity
    case .bleu: translations?.bleu ?? 0
    case .chrf: translations?.chrF ?? 0
    }
  }

  func ranked(_ metric: ValidationMetric) -> RankedScore {
    RankedScore(value(metric), perplexity: perplexity)
  }
}

extension TrainingConfiguration {
  package var metric: ValidationMetric { validationMetric ?? .perplexity }
  package var bleu: BLEU.Tokenization { bleuTokenization ?? .mteval13a }
  var batchesInStep: Int { accumulate ?? 1 }
  /// The maximum number of recoveries from diverging training.
  var mostRecoveries: Int { recoveries ?? Self.defaultRecoveries }
  package static let defaultRecoveries = 3
}
