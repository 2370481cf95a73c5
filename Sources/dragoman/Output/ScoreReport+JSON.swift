// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Inference

extension ScoreReport {
  /// The figures of one system, or a list for several.
  var json: String {
    get throws {
      let records = systems.indices.map { SystemRecord(self, $0) }
      return systems.count > 1
        ? try dragoman.json(TableRecord(self, records), pretty: true)
        : try dragoman.json(records[0], pretty: true)
    }
  }
}

private struct TableRecord: Encodable {
  let sentences: Int
  let resamples: Int?
  let seed: UInt64?
  let systems: [SystemRecord]

  init(_ report: ScoreReport, _ systems: [SystemRecord]) {
    sentences = report.sentences
    resamples = report.bootstrap?.resamples
    seed = report.bootstrap?.seed
    self.systems = systems
  }
}

private struct SystemRecord: Encodable {
  /// Nil if there is only one system.
  let system: String?
  let sentences: Int
  let bleu: ScoreRecord?
  let bleuPrecisions: [Double]?
  let brevityPenalty: Double?
  let chrf: [ScoreRecord]?
  let ter: ScoreRecord?
  let exactMatch: ScoreRecord?
  let accuracy: Double?
  let perplexity: Double?
  let targetTokens: Int?
  let cutReferences: Int?

  init(_ report: ScoreReport, _ index: Int) {
    let output = report.systems[index]
    func records<Score: CorpusScore>(of _: Score.Type) -> [ScoreRecord] {
      report.metrics.filter { $0.systems[index].score is Score }
        .map { ScoreRecord($0, index, report.buckets) }
    }
    let bleuScore = report.metrics.lazy.compactMap { $0.systems[index].score as? BLEU }.first
    system = report.systems.count > 1 ? output.name : nil
    sentences = report.sentences
    bleu = records(of: BLEU.self).first
    bleuPrecisions = bleuScore?.precisions
    brevityPenalty = bleuScore?.brevityPenalty
    let chrfRecords = records(of: ChrF.self)
    chrf = chrfRecords.isEmpty ? nil : chrfRecords
    ter = records(of: TER.self).first
    exactMatch = records(of: ExactMatch.self).first
    accuracy = report.showsAccuracy ? output.accuracy : nil
    perplexity = output.perplexity
    targetTokens = output.likelihood?.tokens
    cutReferences = output.likelihood?.cutReferences
  }
}

private struct ScoreRecord: Encodable {
  struct Bucket: Encodable {
    let minimumWords: Int
    /// Nil for the last bucket.
    let maximumWords: Int?
    let sentences: Int
    let score: Double
  }

  let name: String
  let score: Double
  let signature: String
  /// The mean score of the resamples.
  let mean: Double?
  /// Half of the 95 % confidence interval.
  let halfWidth: Double?
  let pValue: Double?
  let buckets: [Bucket]?

  init(_ metric: MetricScores, _ index: Int, _ buckets: [LengthBucket]) {
    let figures = metric.systems[index]
    name = metric.name
    score = figures.score.score
    signature = metric.signature
    mean = figures.interval?.mean
    halfWidth = figures.interval?.halfWidth
    pValue = figures.pValue
    let rows = zip(buckets, figures.buckets).map { bucket, score in
      Bucket(
        minimumWords: bucket.lengths.lowerBound,
        maximumWords: bucket.lengths.upperBound == .max ? nil : bucket.lengths.upperBound,
        sentences: bucket.lines.count, score: score)
    }
    self.buckets = rows.isEmpty ? nil : rows
  }
}
