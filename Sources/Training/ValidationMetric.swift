// SPDX-License-Identifier: Apache-2.0

/// The dev score that decides which weights are best.
public enum ValidationMetric: String, Codable, Sendable, CaseIterable {
  case perplexity, bleu, chrf

  package func isBetter(_ score: Double, than best: Double?) -> Bool {
    guard let best else { return true }
    return self == .perplexity ? score < best : score > best
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
}

extension TrainingConfiguration {
  package var metric: ValidationMetric { validationMetric ?? .perplexity }
  var batchesInStep: Int { accumulate ?? 1 }
  /// The maximum number of recoveries from diverging training.
  var mostRecoveries: Int { recoveries ?? Self.defaultRecoveries }
  package static let defaultRecoveries = 3
}
