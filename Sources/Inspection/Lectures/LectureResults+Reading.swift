// SPDX-License-Identifier: Apache-2.0

/// A line of a file of results that cannot be used.
package struct LectureResultsError: Error, Equatable {
  package enum Problem: Equatable, Sendable {
    /// The first cell names no kind of line.
    case unknownKind(String)
    /// With the form of a line of the kind.
    case wrongCells(form: String)
    case notANumber(String)
    /// A point or a curve without a line that describes the plot.
    case noPlot(title: String)
    /// The file has no title.
    case noTitle
  }

  package let path: String
  /// The line number, from 1; nil if no single line is wrong.
  package let line: Int?
  package let problem: Problem
}

/// The kinds of lines in a file of results: cells between tabs, the first of which is the kind.
private enum LineKind: String, CaseIterable {
  case title, text, claim, cell, plot, point, curve, sample

  /// The names of the cells.
  var cells: [String] {
    switch self {
    case .title: ["title", "TITLE"]
    case .text: ["text", "PARAGRAPH"]
    case .claim: ["claim", "STATEMENT", "MEASURED", "LEAST", "MOST", "UNIT"]
    case .cell: ["cell", "TABLE", "ROW", "COLUMN", "TEXT"]
    case .plot: ["plot", "TITLE", "X", "Y", "UNIT"]
    case .point: ["point", "PLOT", "SERIES", "X", "Y"]
    case .curve: ["curve", "PLOT", "SERIES", "CHECKPOINT", "METRIC"]
    case .sample: ["sample", "TITLE", "LINE"]
    }
  }
}

extension LectureResults {
  /// Reads the lines of the file at `path`. `curve` returns the values of a metric after each epoch
  /// of a checkpoint's training.
  ///
  /// - Throws: `LectureResultsError`, and the errors of `curve`.
  package init(
    _ lines: [String], path: String,
    curve: (_ checkpoint: String, _ metric: String) throws -> [(x: Double, y: Double)]
  ) throws {
    self.init()
    for (index, line) in lines.enumerated() where !line.isEmpty {
      let reader = LineReading(path: path, line: index + 1)
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard let kind = LineKind(rawValue: cells[0]) else {
        throw reader.error(.unknownKind(cells[0]))
      }
      guard cells.count == kind.cells.count else {
        throw reader.error(.wrongCells(form: kind.cells.joined(separator: "<TAB>")))
      }
      try add(kind, cells, reader, curve)
    }
    if title.isEmpty { throw LectureResultsError(path: path, line: nil, problem: .noTitle) }
  }

  private mutating func add(
    _ kind: LineKind, _ cells: [String], _ reader: LineReading,
    _ curve: (String, String) throws -> [(x: Double, y: Double)]
  ) throws {
    switch kind {
    case .title: title = cells[1]
    case .text: paragraphs.append(cells[1])
    case .claim:
      claims.append(
        LectureClaim(
          cells[1], measured: try reader.number(cells[2]), least: try reader.bound(cells[3]),
          most: try reader.bound(cells[4]), MeasurementUnit(cells[5])))
    case .cell: addCell(cells[4], table: cells[1], row: cells[2], column: cells[3])
    case .plot:
      figures.append(
        .plot(
          LinePlot(
            title: cells[1], xTitle: cells[2], yTitle: cells[3], unit: MeasurementUnit(cells[4]))))
    case .point:
      let point = (x: try reader.number(cells[3]), y: try reader.number(cells[4]))
      try changePlot(cells[1], reader) { plot in
        if let series = plot.series.firstIndex(where: { $0.name == cells[2] }) {
          plot.series[series].points.append(point)
        } else {
          plot.series.append(LinePlot.Series(name: cells[2], points: [point]))
        }
      }
    case .curve:
      let points = try curve(cells[3], cells[4])
      try changePlot(cells[1], reader) { plot in
        plot.series.append(LinePlot.Series(name: cells[2], points: points))
      }
    case .sample: addLine(cells[2], sample: cells[1])
    }
  }

  private mutating func addCell(_ text: String, table title: String, row: String, column: String) {
    for index in figures.indices {
      guard case .table(var table) = figures[index], table.title == title else { continue }
      table.set(text, row: row, column: column)
      figures[index] = .table(table)
      return
    }
    var table = PageTable(title: title)
    table.set(text, row: row, column: column)
    figures.append(.table(table))
  }

  private mutating func addLine(_ line: String, sample title: String) {
    for index in figures.indices {
      guard case .sample(var sample) = figures[index], sample.title == title else { continue }
      sample.lines.append(line)
      figures[index] = .sample(sample)
      return
    }
    var sample = PageSample(title: title)
    sample.lines.append(line)
    figures.append(.sample(sample))
  }

  private mutating func changePlot(
    _ title: String, _ reader: LineReading, _ change: (inout LinePlot) -> Void
  ) throws(LectureResultsError) {
    for index in figures.indices {
      guard case .plot(var plot) = figures[index], plot.title == title else { continue }
      change(&plot)
      figures[index] = .plot(plot)
      return
    }
    throw reader.error(.noPlot(title: title))
  }
}

/// The place of a line, for errors.
private struct LineReading {
  let path: String
  let line: Int

  func error(_ problem: LectureResultsError.Problem) -> LectureResultsError {
    LectureResultsError(path: path, line: line, problem: problem)
  }

  func number(_ text: String) throws(LectureResultsError) -> Double {
    guard let number = Double(text) else { throw error(.notANumber(text)) }
    return number
  }

  /// An empty cell is no bound.
  func bound(_ text: String) throws(LectureResultsError) -> Double? {
    text.isEmpty ? nil : try number(text)
  }
}
