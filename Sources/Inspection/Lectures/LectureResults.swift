// SPDX-License-Identifier: Apache-2.0

/// What the runs of an experiment showed.
package struct LectureResults: Sendable, Equatable {
  package var title = ""
  /// The explanation, paragraph by paragraph.
  package var paragraphs: [String] = []
  package var claims: [LectureClaim] = []
  /// Tables, plots and samples, in the order of their first lines.
  package var figures: [PageFigure] = []

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
