// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Inference
import Messages
import Text

extension ScoreReport {
  /// A table with a row for each system, and notes on the figures.
  var table: String {
    let hasPerplexity = systems.contains { $0.perplexity != nil }
    let tokenScores =
      (hasPerplexity && showsAccuracy ? ["accuracy"] : []) + (hasPerplexity ? ["perplexity"] : [])
    var table = Table(
      [("system", .left)] + metrics.flatMap { [($0.name, .right), ("p", .right)] }
        + tokenScores.map { ($0, .right) })
    for (index, system) in systems.enumerated() {
      let accuracy = system.accuracy.map { fixedPoint(100 * $0, places: 2) } ?? ""
      let perplexity = system.perplexity.map { decimal($0, places: 2) } ?? ""
      table.add(
        [system.name] + metrics.flatMap { cells($0, index) }
          + [accuracy, perplexity].suffix(tokenScores.count))
    }
    let notes =
      (metrics.isEmpty ? [] : [explanation])
      + (hasPerplexity ? [tokenNote(listed(tokenScores))] : [])
    return table.text + "\n\n" + notes.joined(separator: "\n")
  }

  private func cells(_ metric: MetricScores, _ index: Int) -> [String] {
    let figures = metric.systems[index]
    let width = figures.interval.map { " ± " + fixedPoint($0.halfWidth, places: 2) } ?? ""
    return [
      fixedPoint(figures.score.score, places: 2) + width,
      index == 0 ? "" : figures.pValue.map { fixedPoint($0, places: 4) } ?? "equal",
    ]
  }

  /// An explanation of intervals and p-values, and the signatures.
  private var explanation: String {
    let resamples = bootstrap.map { "\(grouped($0.resamples)) resamples, seed \($0.seed)" } ?? ""
    let signatures = metrics.map { "\($0.name): \($0.signature)" }
    return
      ([
        "±: half the width of the 95 % confidence interval. p: probability that so large a",
        "difference from \(systems[0].name) arises by chance. Paired bootstrap, \(resamples).",
      ] + signatures).joined(separator: "\n")
  }

  private func tokenNote(_ scores: String) -> String {
    let vocabularies = systems.compactMap(\.targetVocabulary)
    let cutReferences = systems.compactMap(\.likelihood?.cutReferences).max() ?? 0
    let note = "\(scores): per token of the references" + cut(cutReferences)
    return vocabularies.contains { $0 != vocabularies[0] }
      ? note + "; not comparable, because the target vocabularies differ" : note
  }

  /// A table for each metric, with a row for each bucket and a column for each system.
  var bucketTables: [String] {
    if buckets.isEmpty { return [] }
    return metrics.map { metric in
      var table = Table(
        [("words", .right), ("sentences", .right)] + systems.map { ($0.name, .right) })
      for (index, bucket) in buckets.enumerated() {
        table.add(
          [bucket.description, grouped(bucket.lines.count)]
            + metric.systems.map { fixedPoint($0.buckets[index], places: 2) })
      }
      return "\(metric.name) by length of the source\n\(table.text)"
    }
  }
}
