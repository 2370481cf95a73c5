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
