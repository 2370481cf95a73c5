// SPDX-License-Identifier: Apache-2.0

import Tasks
import Text

/// The cells at the end of a search, the best first.
struct CellTable {
  private let standings: [CellStanding]

  init(_ standings: [CellStanding]) { self.standings = standings }

  private static let columns: [(title: String, alignment: Table.Alignment)] = [
    ("rank", .right), ("score", .right), ("least", .right), ("most", .right), ("runs", .right),
    ("in search", .right), ("labeller", .right), ("classifier", .right), ("loss", .right),
    ("parameters", .right), ("units", .right), ("", .left), ("cell", .left),
  ]

  private var rows: [[String]] {
    standings.enumerated().map { index, standing in
      func share(_ value: Double?) -> String { value.map { decimal($0, places: 4) } ?? "-" }
      let measurement = standing.candidate.measurement
      return [
        "\(index + 1)", decimal(standing.score, places: 4), share(standing.scores.min()),
        share(standing.scores.max()), "\(standing.measurements.count)", "\(standing.searchRank)",
        share(standing.mean(\.labellerAccuracy)), share(standing.mean(\.classifierAccuracy)),
        share(standing.mean(\.languageModelLoss)), "\(measurement.parameters)",
        measurement.hiddenSizes.map { "\($0)" }.joined(separator: "/"),
        standing.known?.rawValue ?? "", standing.candidate.formula,
      ]
    }
  }

  var text: String {
    var table = Table(Self.columns)
    for row in rows { table.add(row) }
    return table.text
  }

  /// The rows with tabs between their cells, without titles.
  var lines: String { rows.map { $0.joined(separator: "\t") }.joined(separator: "\n") }
}

extension CellMeasurement {
  /// The score, and the scores of the tasks.
  var text: String {
    func value(_ value: Double?) -> String { value.map { decimal($0, places: 3) } ?? "-" }
    return "score \(decimal(score, places: 3)) (labeller \(value(labellerAccuracy)), classifier "
      + "\(value(classifierAccuracy)), loss \(value(languageModelLoss)))"
  }
}
