// SPDX-License-Identifier: Apache-2.0

import Inspection
import TestSupport
import Testing

@Suite struct LabelLayoutTests {
  private let frame = Rectangle(left: 10, top: 20, right: 610, bottom: 420)
  private let radius = 3.0

  /// Returns a cloud of points that is denser in its middle.
  private func cloud(_ count: Int) -> [(x: Double, y: Double)] {
    var generator = SeededGenerator(seed: UInt64(count))
    func spread(_ extent: Double) -> Double {
      (0..<3).reduce(0) { sum, _ in sum + Double.random(in: 0..<extent, using: &generator) } / 3
    }
    return (0..<count).map { _ in (10 + spread(600), 20 + spread(400)) }
  }

  private func layout(_ points: [(x: Double, y: Double)], order: [Int]) -> [LabelLayout.Label] {
    LabelLayout(
      points: points, order: order, sizes: { (20 + Double($0 % 7) * 8, 14) }, radius: radius,
      frame: frame
    ).labels
  }

  @Test(arguments: [1, 50, 400, 401, 3000])
  func `no label lies over another or leaves the frame`(count: Int) {
    let points = cloud(count)
    let labels = layout(points, order: Array(points.indices))
    for (index, label) in labels.enumerated() {
      #expect(frame.contains(label.rectangle))
      for other in labels[..<index] {
        #expect(!label.rectangle.overlaps(other.rectangle))
        let marker = Rectangle.square(
          x: points[other.point].x, y: points[other.point].y, radius: radius)
        #expect(!label.rectangle.overlaps(marker), "a labelled marker stays free")
      }
    }
    #expect(labels.count >= min(count, 20))
  }

  @Test func `among few points no label covers a marker`() {
    let points = cloud(400)
    for label in layout(points, order: Array(points.indices)) {
      for (index, point) in points.enumerated() where index != label.point {
        let middle = Rectangle.square(x: point.x, y: point.y, radius: radius * 0.5)
        #expect(!label.rectangle.overlaps(middle))
      }
    }
  }

  @Test func `the most important words come first`() {
    let points = cloud(3000)
    let order = Array(points.indices.reversed())
    let labels = layout(points, order: order)
    #expect(labels.first?.point == 2999)
    #expect(labels.map(\.point) == labels.map(\.point).sorted(by: >))
    #expect(labels.prefix(20).last.map { $0.point > 2900 } == true)
  }

  @Test func `a single point has its label on the right`() {
    let labels = layout([(300, 200)], order: [0])
    #expect(labels.map(\.rectangle) == [Rectangle(left: 306, top: 193, right: 326, bottom: 207)])
  }

  @Test func `a point at the right edge has its label on the left`() {
    let labels = layout([(605, 200)], order: [0])
    #expect(labels.map(\.rectangle) == [Rectangle(left: 579, top: 193, right: 599, bottom: 207)])
  }
}
