// SPDX-License-Identifier: Apache-2.0

import Glibc
import Text

/// A map of points in an area of a static picture: a whole plot, or a part of it enlarged.
struct SVGMap {
  private let plot: ScatterPlot
  private let colouring: Colouring
  private let frame: PlotFrame
  private let points: [ScatterPlot.Point]
  /// The words that come first when labels compete for room.
  private let first: Set<String>
  /// The regions to outline.
  private let outlined: [ScatterPlot.Region]
  /// The centres of the markers.
  private let places: [(x: Double, y: Double)]
  let radius: Double
  let fontSize: Double

  /// Creates the map of a whole plot.
  init(of plot: ScatterPlot, _ colouring: Colouring, in area: Rectangle) {
    let frame = PlotFrame(showing: plot.points.map(place), in: area)
    self.init(plot, colouring, frame, plot.points, first: [], outlining: plot.regions)
  }

  /// Creates the map of a region, in an area of the same proportions.
  init(
    of plot: ScatterPlot, _ region: ScatterPlot.Region, _ colouring: Colouring, in area: Rectangle
  ) {
    let frame = PlotFrame(x: region.x, y: region.y, in: area)
    let points = region.points(of: plot).map { plot.points[$0] }
    self.init(plot, colouring, frame, points, first: Set(region.words), outlining: [])
  }

  private init(
    _ plot: ScatterPlot, _ colouring: Colouring, _ frame: PlotFrame, _ points: [ScatterPlot.Point],
    first: Set<String>, outlining outlined: [ScatterPlot.Region]
  ) {
    (self.plot, self.colouring, self.frame) = (plot, colouring, frame)
    (self.points, self.first, self.outlined) = (points, first, outlined)
    places = points.map(place).map { (frame.x($0.x), frame.y($0.y)) }
    radius = markerRadius(plot.points.count)
    fontSize = plot.points.count <= 300 ? 12 : 11
  }

  /// Grid lines, ticks and the frame.
  var grid: String {
    let area = frame.area
    var text = ""
    for tick in frame.ticksX {
      let x = decimal(tick.position, places: 1)
      text +=
        "<path class=\"\(tick.isZero ? "edge" : "grid")\" d=\"M\(x) \(area.top)V\(area.bottom)\"/>"
      text +=
        "<text class=\"muted middle\" x=\"\(x)\" y=\"\(area.bottom + 18)\">\(tick.label)</text>\n"
    }
    for tick in frame.ticksY {
      let y = decimal(tick.position, places: 1)
      text +=
        "<path class=\"\(tick.isZero ? "edge" : "grid")\" d=\"M\(area.left) \(y)H\(area.right)\"/>"
      text +=
        "<text class=\"muted end\" x=\"\(area.left - 8)\" y=\"\(decimal(tick.position + 4, places: 1))\">"
      text += "\(tick.label)</text>\n"
    }
    return text + """
      <rect class="edge" x="\(area.left)" y="\(area.top)" width="\(area.width)" \
      height="\(area.height)"/>

      """
  }

  var axisTitles: String {
    let area = frame.area
    let middleX = decimal((area.left + area.right) / 2, places: 1)
    let middleY = decimal((area.top + area.bottom) / 2, places: 1)
    return """
      <text class="middle" x="\(middleX)" y="\(area.bottom + 40)">\(escapedForMarkup(plot.axes[0].title))</text>
      <text class="middle" transform="translate(\(area.left - 42) \(middleY)) rotate(-90)">\
      \(escapedForMarkup(plot.axes[1].title))</text>

      """
  }

  /// One path for each look: rare words are behind frequent ones, and words without a group behind
  /// all others.
  var markers: String {
    var paths = Array(repeating: "", count: colouring.lookCount)
    for index in places.indices.reversed() {
      let look = colouring.look(of: points[index])
      let place = places[index]
      paths[look] += "M\(decimal(place.x, places: 1)) \(decimal(place.y, places: 1))"
      paths[look] += colouring.shape(of: look).outline(radius: radius)
    }
    return colouring.paintOrder.filter { !paths[$0].isEmpty }.map { look in
      let kind = colouring.shape(of: look) == .circle ? "dot" : "shape"
      return "<path class=\"s\(look) \(kind)\" opacity=\"0.85\" d=\"\(paths[look])\"/>\n"
    }.joined()
  }

  var arrows: String {
    plot.arrows.map { arrow in
      let (from, to) = (end(arrow.from), end(arrow.to))
      let (dx, dy) = (to.x - from.x, to.y - from.y)
      let length = (dx * dx + dy * dy).squareRoot()
      guard length > 0 else { return "" }
      let head = min(length / 2, arrow.isMean ? 12 : 7)
      func corner(_ side: Double) -> String {
        let x = to.x - head * (dx - side * dy / 2) / length
        let y = to.y - head * (dy + side * dx / 2) / length
        return "\(decimal(x, places: 1)) \(decimal(y, places: 1))"
      }
      let tip = "\(decimal(to.x, places: 1)) \(decimal(to.y, places: 1))"
      let start = "\(decimal(from.x, places: 1)) \(decimal(from.y, places: 1))"
      return
        "<path class=\"s\(colouring.look(ofGroup: arrow.group)) \(arrow.isMean ? "mean" : "arrow")\" "
        + "d=\"M\(start)L\(tip)M\(corner(1))L\(tip)L\(corner(-1))\"/>\n"
    }.joined()
  }

  private func end(_ coordinates: [Float]) -> (x: Double, y: Double) {
    (frame.x(Double(coordinates[0])), frame.y(Double(coordinates[1])))
  }

  /// The words of a zoom come first, then those with a group.
  private var labelOrder: [Int] {
    let ranks = points.map { first.contains($0.word) ? 0 : $0.group != nil ? 1 : 2 }
    return (0...2).flatMap { rank in points.indices.filter { ranks[$0] == rank } }
  }

  /// The outlines of the regions that are also shown enlarged.
  var outlines: String {
    outlined.map { region in
      let box = rectangle(of: region)
      return """
        <rect class="outline" x="\(decimal(box.left, places: 1))" \
        y="\(decimal(box.top, places: 1))" width="\(decimal(box.width, places: 1))" \
        height="\(decimal(box.height, places: 1))"/>

        """
    }.joined()
  }

  /// The numbers of the regions, in the corners of their outlines.
  var numbers: String {
    outlined.enumerated().map { index, region in
      let box = numberRectangle(of: region)
      let (x, y) = (decimal(box.left + 3, places: 1), decimal(box.bottom - 4, places: 1))
      return "<text class=\"label heading\" x=\"\(x)\" y=\"\(y)\">\(index + 1)</text>\n"
    }.joined()
  }

  private func rectangle(of region: ScatterPlot.Region) -> Rectangle {
    Rectangle(
      left: frame.x(region.x.lowerBound), top: frame.y(region.y.upperBound),
      right: frame.x(region.x.upperBound), bottom: frame.y(region.y.lowerBound))
  }

  private func numberRectangle(of region: ScatterPlot.Region) -> Rectangle {
    let box = rectangle(of: region)
    let (left, top) = (max(box.left, frame.area.left) + 1, max(box.top, frame.area.top) + 1)
    return Rectangle(left: left, top: top, right: left + 14, bottom: top + fontSize + 4)
  }

  var labels: String {
    let layout = LabelLayout(
      points: places, order: labelOrder,
      sizes: { (estimatedWidth(points[$0].word) * fontSize, fontSize + 3) },
      sure: points.count { first.contains($0.word) }, reserved: outlined.map(numberRectangle),
      radius: radius, frame: frame.area)
    return layout.labels.map { label in
      // Anchored at the middle, a label stays centred in any font.
      let x = decimal((label.rectangle.left + label.rectangle.right) / 2, places: 1)
      let y = decimal(
        (label.rectangle.top + label.rectangle.bottom) / 2 + fontSize * 0.35, places: 1)
      let word = escapedForMarkup(points[label.point].word)
      return "<text class=\"label middle\" x=\"\(x)\" y=\"\(y)\">\(word)</text>\n"
    }.joined()
  }
}

/// Returns the place of a point on the first two axes.
private func place(_ point: ScatterPlot.Point) -> (x: Double, y: Double) {
  (Double(point.coordinates[0]), Double(point.coordinates[1]))
}

/// Returns the marker radius, larger for few points and smaller for many.
private func markerRadius(_ count: Int) -> Double {
  min(5, max(1.4, 6 - log10(Double(max(1, count)))))
}
