// SPDX-License-Identifier: Apache-2.0

/// What the runs of an experiment showed.
package struct LectureResults: Sendable, Equatable {
  package var title = ""
  /// The explanation, paragraph by paragraph.
  package var paragraphs: [String] = []
  package var claims: [LectureClaim] = []
  /// Tables, plots and samples, in the order of their first lines.
  package var figures: [LectureFigure] = []

  package init() {}
}

/// A statement, and a measurement that decides whether it holds.
package struct LectureClaim: Sendable, Equatable {
  package let statement: String
  package let measured: Double
  /// The values for which the statement holds; no bound if nil.
  package let least, most: Double?
  package let unit: MeasurementUnit

  package init(
    _ statement: String, measured: Double, least: Double?, most: Double?, _ unit: MeasurementUnit
  ) {
    self.statement = statement
    self.measured = measured
    (self.least, self.most, self.unit) = (least, most, unit)
  }

  package var isMet: Bool {
    measured.isFinite && least.map { measured >= $0 } ?? true
      && most.map { measured <= $0 } ?? true
  }
}

package enum LectureFigure: Sendable, Equatable {
  case table(LectureTable)
  case plot(LinePlot)
  case sample(LectureSample)

  package var title: String {
    switch self {
    case .table(let table): table.title
    case .plot(let plot): plot.title
    case .sample(let sample): sample.title
    }
  }
}

/// Results in rows and columns.
package struct LectureTable: Sendable, Equatable {
  package let title: String
  package private(set) var rows: [String] = []
  package private(set) var columns: [String] = []
  /// The texts of the cells, by row and column; nil if there is none.
  package private(set) var cells: [[String?]] = []

  package init(title: String) { self.title = title }

  /// Sets the text of a cell. New rows and columns come after the others.
  package mutating func set(_ text: String, row: String, column: String) {
    if !columns.contains(column) {
      columns.append(column)
      for index in cells.indices { cells[index].append(nil) }
    }
    if !rows.contains(row) {
      rows.append(row)
      cells.append(Array(repeating: nil, count: columns.count))
    }
    guard let row = rows.firstIndex(of: row), let column = columns.firstIndex(of: column) else {
      return
    }
    cells[row][column] = text
  }
}

/// Lines of text as a model wrote or read them.
package struct LectureSample: Sendable, Equatable {
  package let title: String
  package var lines: [String] = []

  package init(title: String) { self.title = title }
}
