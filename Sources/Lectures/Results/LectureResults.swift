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
  package let unit: LectureUnit

  package init(
    _ statement: String, measured: Double, least: Double?, most: Double?, _ unit: LectureUnit
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

/// The unit of a measurement.
package enum LectureUnit: Sendable, Equatable {
  /// Shares of 1, shown as percentages.
  case share
  /// Numbers, with the name of what they count or measure; empty if there is none.
  case number(String)

  /// Reads `%` as shares and any other name as numbers.
  package init(_ name: String) { self = name == "%" ? .share : .number(name) }
}

package enum LectureFigure: Sendable, Equatable {
  case table(LectureTable)
  case plot(LecturePlot)
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

/// Lines over a common axis. Series of the same name are runs of the same model.
package struct LecturePlot: Sendable, Equatable {
  package struct Series: Sendable, Equatable {
    package let name: String
    package var points: [(x: Double, y: Double)]

    package init(name: String, points: [(x: Double, y: Double)]) {
      (self.name, self.points) = (name, points)
    }

    package static func == (a: Series, b: Series) -> Bool {
      a.name == b.name && a.points.elementsEqual(b.points, by: ==)
    }
  }

  package let title: String
  package let xTitle, yTitle: String
  package let unit: LectureUnit
  package var series: [Series] = []

  package init(title: String, xTitle: String, yTitle: String, unit: LectureUnit) {
    self.title = title
    (self.xTitle, self.yTitle, self.unit) = (xTitle, yTitle, unit)
  }
}

/// Lines of text as a model wrote or read them.
package struct LectureSample: Sendable, Equatable {
  package let title: String
  package var lines: [String] = []

  package init(title: String) { self.title = title }
}
