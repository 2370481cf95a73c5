// SPDX-License-Identifier: Apache-2.0

extension LectureResults {
  /// The numbers and texts of all claims and figures, with the names of the columns in the first row.
  var rows: [[String]] {
    let measured = claims.map { ["claims", $0.statement, "measured", "\($0.measured)"] }
    return [["figure", "row", "column", "value"]] + measured + figures.flatMap(\.rows)
  }
}

extension PageFigure {
  /// The title of the figure, a row, a column and the value there, for each value.
  fileprivate var rows: [[String]] {
    switch self {
    case .table(let table):
      zip(table.rows, table.cells).flatMap { row, cells in
        zip(table.columns, cells).compactMap { column, cell in
          cell.map { [title, row, column, $0] }
        }
      }
    case .plot(let plot), .curve(let plot):
      plot.series.flatMap { series in
        series.points.map { [title, series.name, "\($0.x)", "\($0.y)"] }
      }
    case .sample(let sample):
      sample.lines.enumerated().map { [title, "\($0 + 1)", "line", $1] }
    // Files of results have no others.
    case .texts, .heatMap, .image: []
    }
  }
}
