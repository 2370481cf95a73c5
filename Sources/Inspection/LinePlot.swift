// SPDX-License-Identifier: Apache-2.0

import Glibc

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
  /// True for an axis of powers of ten, on which only positive values have a place.
  var isLogarithmic = false
  package var series: [Series] = []

  /// Creates a plot without series. If `shownY` is nil, the axis of shares shows 0 and 1.
  package init(
    title: String, xTitle: String, yTitle: String, unit: MeasurementUnit, shownY: [Double]? = nil
  ) {
    self.title = title
    (self.xTitle, self.yTitle, self.unit) = (xTitle, yTitle, unit)
    self.shownY = shownY ?? (unit == .share ? [0, 1] : [])
  }

  /// Returns the place of a value on the vertical axis; NaN or infinite if it has none.
  func place(_ y: Double) -> Double { isLogarithmic ? log10(y) : y }

  /// Formats the place of a tick on the vertical axis.
  func tick(_ place: Double, places: Int) -> String {
    isLogarithmic ? powerOfTen(Int(place.rounded())) : unit.tick(place, places: places)
  }
}

/// Formats a power of ten, such as 10⁻³.
private func powerOfTen(_ exponent: Int) -> String {
  if exponent == 0 { return "1" }
  let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
  return "10" + (exponent < 0 ? "⁻" : "")
    + String("\(exponent.magnitude)".compactMap(\.wholeNumberValue).map { digits[$0] })
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
