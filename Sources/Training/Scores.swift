// SPDX-License-Identifier: Apache-2.0

/// The scores of weights on the dev set.
public struct Scores: Sendable, Equatable {
  /// The mean negative log-likelihood of a prediction, in nats.
  public let loss: Double
  public let perplexity: Double
  /// Further scores and statistics by name, as in `metrics.jsonl`.
  public let values: [String: Double]
  /// The output, if the model writes the same one for every input although the inputs differ.
  public let onlyOutput: String?

  package init(
    loss: Double, perplexity: Double, values: [String: Double] = [:], onlyOutput: String? = nil
  ) {
    self.loss = loss
    self.perplexity = perplexity
    self.values = values
    self.onlyOutput = onlyOutput
  }

  /// Returns the score by a metric; 0 if it was not computed.
  package func value(_ metric: ValidationMetric) -> Double {
    metric == .perplexity ? perplexity : values[metric.rawValue] ?? 0
  }

  func ranked(_ metric: ValidationMetric) -> RankedScore {
    RankedScore(value(metric), perplexity: perplexity)
  }
}

/// The dev score that decides which weights are best, by its name in `metrics.jsonl`.
///
/// A lower perplexity is better; of every other score, a higher value.
public struct ValidationMetric: RawRepresentable, Codable, Hashable, Sendable {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  public static let perplexity = ValidationMetric(rawValue: "perplexity")

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
