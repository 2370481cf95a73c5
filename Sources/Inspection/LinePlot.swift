// SPDX-License-Identifier: Apache-2.0

/// Lines over a common axis. Series of the same name have the same colour.
package struct LinePlot: Sendable, Equatable {
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
  package let unit: MeasurementUnit
  /// Values that the axes always show.
  var shownX: [Double] = []
  let shownY: [Double]
  package var series: [Series] = []

  /// Creates a plot without series. If `shownY` is nil, the axis of shares shows 0 and 1.
  package init(
    title: String, xTitle: String, yTitle: String, unit: MeasurementUnit, shownY: [Double]? = nil
  ) {
    self.title = title
    (self.xTitle, self.yTitle, self.unit) = (xTitle, yTitle, unit)
    self.shownY = shownY ?? (unit == .share ? [0, 1] : [])
  }
}

/// The unit of a measurement.
package enum MeasurementUnit: Sendable, Equatable {
  /// Shares of 1, shown as percentages.
  case share
  /// Numbers, with the name of what they count or measure; empty if there is none.
  case number(String)

  /// Reads `%` as shares and any other name as numbers.
  package init(_ name: String) { self = name == "%" ? .share : .number(name) }
}
