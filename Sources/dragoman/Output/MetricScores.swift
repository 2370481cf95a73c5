// SPDX-License-Identifier: Apache-2.0

import Evaluation

/// The scores of every system by one metric.
struct MetricScores {
  struct Figures {
    let score: any CorpusScore
    let interval: ConfidenceInterval?
    /// Nil for the first system, to which the others are compared, and for one with the same score in
    /// every resample.
    let pValue: Double?
    /// The scores of the buckets.
    let buckets: [Double]
  }

  let name: String
  let signature: String
  let systems: [Figures]

  init<Score: CorpusScore>(
    _ options: Score.Options, of systems: [SystemOutput], _ test: TestSet, _ bootstrap: Bootstrap?,
    _ buckets: [LengthBucket], as _: Score.Type = Score.self
  ) {
    let statistics = systems.map { system in
      LineStatistics<Score>(
        hypotheses: system.hypotheses, referenceSets: [test.references], options: options)
    }
    let resampled = bootstrap.map { statistics.map($0.scores) }
    self.systems = statistics.indices.map { system in
      Figures(
        score: Score(statistics[system]), interval: resampled?[system].interval,
        pValue: resampled.flatMap {
          $0[system] == $0[0] ? nil : $0[system].pValue(against: $0[0])
        },
        buckets: buckets.map { Score(statistics[system].selecting($0.lines)).score })
    }
    let first = Score(statistics[0])
    name = first.name
    signature = first.signature(bootstrap: bootstrap)
  }
}
