// SPDX-License-Identifier: Apache-2.0

extension ScatterPlot {
  /// A part of the plane of the first two axes, which a plot outlines and also shows enlarged.
  package struct Region: Equatable, Sendable {
    /// The title of the enlarged part.
    package let title: String
    package let x, y: ClosedRange<Double>
    /// The words of the plot that come first when labels compete for room.
    package let words: [String]

    /// Creates a region. A side that is less than half as long as the other is lengthened, and so is
    /// one that is too short for single precision.
    init(title: String, x: ClosedRange<Double>, y: ClosedRange<Double>, words: [String] = []) {
      self.title = title
      self.x = x.lengthened(to: max(y.length / 2, resolution(x), resolution(y)))
      self.y = y.lengthened(to: max(x.length / 2, resolution(x), resolution(y)))
      self.words = words
    }

    func contains(_ point: Point) -> Bool {
      x.contains(Double(point.coordinates[0])) && y.contains(Double(point.coordinates[1]))
    }

    /// Returns the indices of the points in the region.
    func points(of plot: ScatterPlot) -> [Int] {
      plot.points.indices.filter { contains(plot.points[$0]) }
    }
  }

  /// The range of the coordinates on an axis.
  func range(ofAxis axis: Int) -> ClosedRange<Double> {
    ClosedRange(spanning: points.map { $0.coordinates[axis] })
  }
}

/// Returns the shortest length that single precision resolves at the magnitude of a range.
private func resolution(_ range: ClosedRange<Double>) -> Double {
  max(1e-9, max(range.lowerBound.magnitude, range.upperBound.magnitude) * 0x1p-20)
}

extension ClosedRange<Double> {
  var length: Double { upperBound - lowerBound }

  /// Returns a range of at least this length around the same middle.
  func lengthened(to least: Double) -> ClosedRange {
    let room = Swift.max(0, (least - length) / 2)
    return lowerBound - room...upperBound + room
  }

  /// Creates the smallest range that contains all values.
  init(spanning values: [Float]) {
    let least = values.min() ?? 0
    self = Double(least)...Double(values.max() ?? least)
  }
}
