// SPDX-License-Identifier: Apache-2.0

import Layers

/// The place of a cell among those that a search has tried.
package struct CellStanding: Sendable {
  package let candidate: CellCandidate
  /// The known cell that it is; nil for others.
  package let known: KnownCell?
  /// The place by the score of the search, from 1.
  package let searchRank: Int
  /// The measurements from other initial weights or, if there are none, that of the search.
  package let measurements: [CellMeasurement]

  package var score: Double { mean(\.score) ?? 0 }
  package var scores: [Double] { measurements.map(\.score) }

  /// The mean of a score over the measurements that have it; nil if none has.
  package func mean(_ value: (CellMeasurement) -> Double?) -> Double? {
    let values = measurements.compactMap(value)
    return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}

extension CellSearch {
  /// The cells that were trained again, the best first; if there are none, the finalists that would
  /// be.
  package func standings(best count: Int) -> [CellStanding] {
    let ranks = Dictionary(
      uniqueKeysWithValues: ranked.enumerated().map { ($1.candidate, $0 + 1) })
    let repeated = Set(repetitions.map(\.candidate))
    let shown =
      repeated.isEmpty
      ? finalists(count) : candidates.filter { repeated.contains($0.candidate) }
    let standings = shown.map { candidate in
      let again = repetitions.filter { $0.candidate == candidate.candidate }
      return CellStanding(
        candidate: candidate, known: (try? CellFormula(candidate.formula)).flatMap(KnownCell.init),
        searchRank: ranks[candidate.candidate] ?? 0,
        measurements: again.isEmpty ? [candidate.measurement] : again.map(\.measurement))
    }
    return standings.sorted { ($1.score, $0.searchRank) < ($0.score, $1.searchRank) }
  }
}
