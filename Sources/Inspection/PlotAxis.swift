// SPDX-License-Identifier: Apache-2.0

import Text

/// An axis of a line plot: a range of values along a length in the picture.
struct PlotAxis {
  /// Values from a to b; b is above a.
  private let low, high: Double
  /// The positions of the lowest and of the highest value.
  private let start, end: Double

  /// The distance of the ticks, and their decimals.
  private let step: Double
  private let places: Int

  /// Creates an axis that shows all values, and `including` ones, with ticks at round values that are
  /// at least `spacing` apart in the picture. If `endsAtTicks`, it goes on to the next tick on both
  /// sides. If values are all the same, it shows some room around them. `onlyWhole` ticks are at whole
  /// numbers.
  init(
    showing values: [Double], including fixed: [Double] = [], from start: Double, to end: Double,
    spacing: Double, endsAtTicks: Bool = false, onlyWhole: Bool = false
  ) {
    let all = (values + fixed).filter(Self.shows)
    let (least, most) = (all.min() ?? 0, all.max() ?? 1)
    let isFlat = most - least < 1e-290
    let room = !isFlat ? 0 : most.magnitude < 1e-290 ? 0.5 : most.magnitude / 2
    let extent = most - least + 2 * room
    let (step, places) = roundStep(atLeast: spacing * extent / abs(end - start))
    // Whole numbers, such as epochs, have no ticks between them.
    let areWhole = onlyWhole || fixed.isEmpty && values.allSatisfy { $0 == $0.rounded() }
    (self.step, self.places) = areWhole && step < 1 ? (1, 0) : (step, places)
    let edge = onlyWhole ? max(1, step) : step
    low = endsAtTicks ? ((least - room) / edge).rounded(.down) * edge : least - room
    high = endsAtTicks ? ((most + room) / edge).rounded(.up) * edge : most + room
    (self.start, self.end) = (start, end)
  }

  /// Returns true for a number that has a place on an axis: neither infinite nor so large that the
  /// arithmetic of ticks overflows.
  static func shows(_ value: Double) -> Bool { value.magnitude < 1e290 }

  func position(_ value: Double) -> Double {
    start + (value - low) / (high - low) * (end - start)
  }

  struct Tick: Equatable {
    let value, position: Double
    /// The number of decimals of all ticks.
    let places: Int
  }

  var ticks: [Tick] {
    // A tick at the edge may be a rounding error outside of the range.
    let first = Int((low / step - 1e-9).rounded(.up))
    let last = Int((high / step + 1e-9).rounded(.down))
    return (first...max(first, last)).map { n in
      let value = Double(n) * step
      return Tick(value: value, position: position(value), places: places)
    }
  }
}
