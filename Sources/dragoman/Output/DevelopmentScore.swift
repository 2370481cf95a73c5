// SPDX-License-Identifier: Apache-2.0

import Messages
import Tasks
import Text
import Training

extension ValidationMetric {
  var name: String { DevelopmentScore.all.first { $0.key == rawValue }?.title ?? rawValue }

  /// Formats a score.
  func text(_ score: Double) -> String {
    DevelopmentScore.all.first { $0.key == rawValue }?.text(score) ?? decimal(score, places: 2)
  }
}

/// A dev score besides perplexity, as tables and lines show it.
struct DevelopmentScore: Sendable {
  /// The name in `metrics.jsonl`.
  let key: String
  let title: String
  let isShare: Bool

  private init(_ metric: ValidationMetric, _ title: String, isShare: Bool = false) {
    (key, self.title, self.isShare) = (metric.rawValue, title, isShare)
  }

  static let all = [
    DevelopmentScore(.bleu, "BLEU"), DevelopmentScore(.chrf, "chrF"),
    DevelopmentScore(.accuracy, "accuracy", isShare: true),
    DevelopmentScore(.macroF1, "macro F1", isShare: true),
    DevelopmentScore(.entityF1, "entity F1", isShare: true),
    DevelopmentScore(.exactMatch, "exact match", isShare: true),
  ]

  func text(_ score: Double) -> String { isShare ? percent(score) : decimal(score, places: 2) }
}
