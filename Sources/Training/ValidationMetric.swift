// SPDX-License-Identifier: Apache-2.0

/// The score of the dev set that says which weights are best.
public enum ValidationMetric: String, Codable, Sendable, CaseIterable {
  case perplexity, bleu, chrf

  package func isBetter(_ score: Double, than best: Double?) -> Bool {
    guard let best else { return true }
    return self == .perplexity ? score < best : score > best
  }
}

/// What weights reach on the dev set.
public struct ValidationScores: Sendable, Equatable {
  /// The mean negative log-likelihood of a target token, in nats.
  public let loss: Double
  public let perplexity: Double
  /// Nil where no translations were made.
  public let translations: TranslationReport?

  /// The score that `metric` asks for.
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
  /// How often training that diverges is taken back.
  var mostRecoveries: Int { recoveries ?? Self.defaultRecoveries }
  package static let defaultRecoveries = 3
}
