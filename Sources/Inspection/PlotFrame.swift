// SPDX-License-Identifier: Apache-2.0

import Text

/// The frame of a static plot, which converts positions in the plane to positions in the picture.
///
/// The scale is the same on both axes, so that distances can be compared.
struct PlotFrame {
  let area: Rectangle
  private let centerX, centerY, scale: Double

  /// Creates a frame that shows all points, with some room around them.
  init(showing points: [(x: Double, y: Double)], in area: Rectangle) {
    let (x, y) = (Self.span(points.map(\.x)), Self.span(points.map(\.y)))
    let room = 0.92
    self.area = area
    centerX = x.center
    centerY = y.center
    scale = room * min(area.width / x.extent, area.height / y.extent)
  }

  /// Creates a frame that shows a part of the plane, whose proportions are those of the area.
  init(x: ClosedRange<Double>, y: ClosedRange<Double>, in area: Rectangle) {
    self.area = area
    centerX = (x.lowerBound + x.upperBound) / 2
    centerY = (y.lowerBound + y.upperBound) / 2
    scale = area.width / (x.upperBound - x.lowerBound)
  }

  /// Returns the centre and the extent of values. The extent is at least what single precision can
  /// resolve at their magnitude, so that the number of ticks stays small.
  private static func span(_ values: [Double]) -> (center: Double, extent: Double) {
    let (least, most) = (values.min() ?? 0, values.max() ?? 0)
    let resolution = max(1e-9, max(least.magnitude, most.magnitude) * 0x1p-20)
    return ((least + most) / 2, max(most - least, resolution))
  }

  func x(_ value: Double) -> Double { area.left + area.width / 2 + (value - centerX) * scale }
  func y(_ value: Double) -> Double { area.top + area.height / 2 - (value - centerY) * scale }

  struct Tick: Equatable {
    let position: Double
    let label: String
    let isZero: Bool
  }

  var ticksX: [Tick] { ticks(center: centerX, extent: area.width, spacing: 110, place: x) }
  var ticksY: [Tick] { ticks(center: centerY, extent: area.height, spacing: 80, place: y) }

  private func ticks(
    center: Double, extent: Double, spacing: Double, place: (Double) -> Double
  ) -> [Tick] {
    let half = extent / scale / 2
    let (step, digits) = roundStep(atLeast: spacing / scale)
    let first = Int(((center - half) / step).rounded(.up))
    let last = Int(((center + half) / step).rounded(.down))
    return (first...max(first, last)).map { n in
      let label = n == 0 ? "0" : decimal(Double(n) * step, places: digits)
      return Tick(
        position: place(Double(n) * step), label: label.replacing("-", with: "−"), isZero: n == 0)
    }
  }
}

/// Returns the smallest step of at least `rough` that is 1, 2 or 5 times a power of ten, and the
/// number of decimals in its multiples.
func roundStep(atLeast rough: Double) -> (step: Double, digits: Int) {
  var power = 1.0
  var digits = 0
  while power > rough {
    power /= 10
    digits += 1
  }
  while power * 10 <= rough { power *= 10 }
  let factor = [1, 2, 5].first { $0 * power >= rough }
  guard let factor else { return (power * 10, max(0, digits - 1)) }
  return (factor * power, digits)
}
