// SPDX-License-Identifier: Apache-2.0

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
