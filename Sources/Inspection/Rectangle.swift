// SPDX-License-Identifier: Apache-2.0

/// A rectangle in a picture, in the picture's units; y increases downwards.
package struct Rectangle: Equatable {
  package var left, top, right, bottom: Double

  var width: Double { right - left }
  var height: Double { bottom - top }

  package init(left: Double, top: Double, right: Double, bottom: Double) {
    (self.left, self.top, self.right, self.bottom) = (left, top, right, bottom)
  }

  package func overlaps(_ other: Rectangle) -> Bool {
    left < other.right && right > other.left && top < other.bottom && bottom > other.top
  }

  package func contains(_ other: Rectangle) -> Bool {
    left <= other.left && right >= other.right && top <= other.top && bottom >= other.bottom
  }

  package func grown(across: Double, down: Double) -> Rectangle {
    Rectangle(left: left - across, top: top - down, right: right + across, bottom: bottom + down)
  }

  package static func square(x: Double, y: Double, radius: Double) -> Rectangle {
    Rectangle(left: x - radius, top: y - radius, right: x + radius, bottom: y + radius)
  }
}

/// Rectangles in square buckets, so that those near another are found quickly.
struct Buckets {
  private let area: Rectangle
  private let columns, rows: Int
  private var buckets: [[(owner: Int, rectangle: Rectangle)]]

  private static let size = 32.0

  /// Creates buckets over an area. Rectangles outside of it are put into those at its edge.
  init(over area: Rectangle) {
    self.area = area
    columns = Int(area.width / Self.size) + 1
    rows = Int(area.height / Self.size) + 1
    buckets = Array(repeating: [], count: columns * rows)
  }

  mutating func add(_ rectangle: Rectangle, owner: Int) {
    for bucket in touched(by: rectangle) { buckets[bucket].append((owner, rectangle)) }
  }

  /// Returns the number of other owners with a rectangle that overlaps this one, counted up to
  /// `limit`.
  func overlapCount(of rectangle: Rectangle, owner: Int, limit: Int = 1) -> Int {
    var owners: Set<Int> = []
    for bucket in touched(by: rectangle) {
      for other in buckets[bucket] where other.owner != owner && other.rectangle.overlaps(rectangle)
      {
        owners.insert(other.owner)
        if owners.count >= limit { return limit }
      }
    }
    return owners.count
  }

  private func touched(by rectangle: Rectangle) -> [Int] {
    let column = { clamp(($0 - area.left) / Self.size, below: columns) }
    let row = { clamp(($0 - area.top) / Self.size, below: rows) }
    return (row(rectangle.top)...row(rectangle.bottom)).flatMap { row in
      (column(rectangle.left)...column(rectangle.right)).map { row * columns + $0 }
    }
  }
}

private func clamp(_ value: Double, below count: Int) -> Int {
  min(count - 1, max(0, Int(value.rounded(.down))))
}
