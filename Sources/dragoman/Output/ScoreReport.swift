// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Evaluation
import Inference
import Messages
import Models
import Text

/// The scores of one system, or of several side by side.
struct ScoreReport {
  let systems: [SystemOutput]
  let bootstrap: Bootstrap?
  let buckets: [LengthBucket]
  let metrics: [MetricScores]
  let sentences: Int
  /// True if the share of correct tokens is printed beside the perplexity.
  let showsAccuracy: Bool

  init(
    _ systems: [SystemOutput], _ test: TestSet, _ options: ScoreOptions, bleu: BLEU.Options,
    _ bootstrap: Bootstrap?
  ) throws {
    let buckets =
      options.buckets ? LengthBucket.buckets(ofLengths: try test.sourceLengths()) : []
    self.systems = systems
    self.bootstrap = bootstrap
    self.buckets = buckets
    sentences = test.references.count
    showsAccuracy = options.usesAccuracy
    metrics = options.metrics(forSystems: systems.count).flatMap { metric -> [MetricScores] in
      switch metric {
      case .bleu:
        [MetricScores(bleu, of: systems, test, bootstrap, buckets, as: BLEU.self)]
      case .chrf:
        options.chrf.map {
          MetricScores($0, of: systems, test, bootstrap, buckets, as: ChrF.self)
        }
      case .ter:
        [MetricScores(options.ter, of: systems, test, bootstrap, buckets, as: TER.self)]
      case .exactMatch:
        [
          MetricScores(
            ExactMatch.standardOptions, of: systems, test, bootstrap, buckets, as: ExactMatch.self)
        ]
      case .accuracy: []
      }
    }
  }

  /// One system in the format of sacreBLEU, several as a table; then the tables of the buckets.
  var text: String {
    ([systems.count > 1 ? table : lines] + bucketTables).joined(separator: "\n\n")
  }

  /// A line for each score, with its signature below.
  private var lines: String {
    var lines: [String] = []
    for metric in metrics {
      let figures = metric.systems[0]
      lines += [
        figures.score.description(interval: figures.interval), "  " + metric.signature,
      ]
    }
    if let perplexity = systems[0].perplexity, let likelihood = systems[0].likelihood {
      if showsAccuracy, let accuracy = systems[0].accuracy {
        lines.append("accuracy = " + fixedPoint(100 * accuracy, places: 2))
      }
      lines.append("perplexity = " + decimal(perplexity, places: 2))
      lines.append(
        "  per token of the references, \(grouped(likelihood.tokens)) tokens"
          + cut(likelihood.cutReferences))
    }
    return lines.joined(separator: "\n")
  }

  func cut(_ references: Int) -> String {
    let limit = grouped(Limits.sentenceLength.upperBound)
    return references == 0
      ? "" : ", \(counted(references, "reference")) cut to \(limit) words or units"
  }
}
