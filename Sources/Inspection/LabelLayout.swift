// SPDX-License-Identifier: Apache-2.0

/// Places labels beside points so that none overlaps another.
///
/// Greedy, in the given order. If there are few points, no label covers the marker of another
/// point. If there are many, the first labels may cover markers that have no label; later ones may
/// cover nothing, and points without room get no label.
package struct LabelLayout {
  package struct Label: Equatable {
    package let point: Int
    package let rectangle: Rectangle
  }

  private let frame: Rectangle
  private let radius: Double
  /// The markers of all points.
  private var markers: Buckets
  /// The labels, and the markers that have one.
  private var taken: Buckets
  package private(set) var labels: [Label] = []

  /// Places the labels.
  ///
  /// - Parameters:
  ///   - points: The centres of the markers.
  ///   - order: The points that may have a label, the most important first.
  ///   - sizes: Returns the width and height of a point's label.
  ///   - sure: The number of labels, the first in the order, that may cover markers in any case.
  ///   - reserved: Rectangles that no label covers.
  ///   - radius: The radius of the markers.
  ///   - frame: The area that labels must stay inside.
  package init(
    points: [(x: Double, y: Double)], order: [Int], sizes: (Int) -> (width: Double, height: Double),
    sure: Int = 0, reserved: [Rectangle] = [], radius: Double, frame: Rectangle
  ) {
    self.frame = frame
    self.radius = radius
    markers = Buckets(over: frame)
    taken = Buckets(over: frame)
    for (index, point) in points.enumerated() {
      markers.add(.square(x: point.x, y: point.y, radius: radius * 0.8), owner: index)
    }
    for rectangle in reserved { taken.add(rectangle, owner: -1) }
    let sureCount = max(sure, points.count <= 400 ? 0 : Int(frame.width * frame.height / 8000))
    for index in order.prefix(4000) {
      let marker = Rectangle.square(x: points[index].x, y: points[index].y, radius: radius)
      guard taken.overlapCount(of: marker, owner: index) == 0 else { continue }
      let limit = labels.count < sureCount ? .max : 1
      let size = sizes(index)
      guard let place = bestPlace(for: index, at: points[index], size, limit: limit) else {
        continue
      }
      taken.add(marker, owner: index)
      taken.add(place, owner: index)
      labels.append(Label(point: index, rectangle: place))
    }
  }

  /// The positions of a label beside its marker, best first: across and down, in units of its size.
  private static let places: [(across: Double, down: Double)] = [
    (1, 0), (-1, 0), (0, -1), (0, 1), (0.8, -0.8), (0.8, 0.8), (-0.8, -0.8), (-0.8, 0.8),
  ]

  /// Returns the free position where the label covers the fewest markers, if fewer than `limit`.
  private func bestPlace(
    for index: Int, at point: (x: Double, y: Double), _ size: (width: Double, height: Double),
    limit: Int
  ) -> Rectangle? {
    var best: Rectangle?
    var fewest = limit
    for place in Self.places {
      let x = point.x + place.across * (radius + 3 + size.width / 2)
      let y = point.y + place.down * (radius + 1 + size.height / 2)
      let rectangle = Rectangle(left: x, top: y, right: x, bottom: y)
        .grown(across: size.width / 2, down: size.height / 2)
      let padded = rectangle.grown(across: 3, down: 0)
      guard frame.contains(padded), taken.overlapCount(of: padded, owner: index) == 0 else {
        continue
      }
      let covered = markers.overlapCount(of: rectangle, owner: index, limit: fewest)
      if covered < fewest { (best, fewest) = (rectangle, covered) }
      if fewest == 0 { break }
    }
    return best
  }
}
