// SPDX-License-Identifier: Apache-2.0

import Glibc
import Text

extension ScatterPlot {
  /// Returns a static picture of the first two axes, coloured by group or, without groups, by
  /// frequency. It follows the reader's preference for light or dark.
  public func svg() -> String {
    let picture = SVGPicture(of: self)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 720" role="img" \
      aria-labelledby="title summary">
      <title id="title">\(escapedForMarkup(title))</title>
      <desc id="summary">Scatter plot: \(escapedForMarkup(subtitle)).</desc>
      <style>
      \(picture.style)</style>
      <rect class="background" width="960" height="720"/>
      <text class="title" x="20" y="30">\(escapedForMarkup(title))</text>
      <text class="muted" x="20" y="49">\(escapedForMarkup(subtitle))</text>
      \(picture.axes)\(picture.markers)\(picture.arrows)\(picture.labels)\(picture.legend)</svg>

      """
  }
}

/// The parts of a static picture, 960 units wide and 720 high.
private struct SVGPicture {
  let plot: ScatterPlot
  let frame: PlotFrame
  /// The centres of the markers.
  let places: [(x: Double, y: Double)]
  let colouring: Colouring
  let radius: Double
  let fontSize: Double

  init(of plot: ScatterPlot) {
    self.plot = plot
    let points = plot.points.map { (x: Double($0.coordinates[0]), y: Double($0.coordinates[1])) }
    let frame = PlotFrame(
      showing: points, in: Rectangle(left: 62, top: 66, right: 800, bottom: 668))
    self.frame = frame
    places = points.map { (frame.x($0.x), frame.y($0.y)) }
    colouring = Colouring(of: plot)
    radius = markerRadius(points.count)
    fontSize = points.count <= 300 ? 12 : 11
  }

  /// The colours by class: `s0`, `s1` … for the looks of points, `r0` … for the stops of the ramp.
  var style: String {
    func rules(_ palette: Palette) -> String {
      let looks = (0..<colouring.lookCount).map { look in
        let colour = colouring.colour(of: look, in: palette)
        return ".s\(look) { fill: \(colour); stroke: \(colour); }"
      }
      let stops = palette.ramp.enumerated().map { ".r\($0) { stop-color: \($1); }" }
      return """
        text { fill: \(palette.ink); }
        .background { fill: \(palette.background); }
        .muted { fill: \(palette.muted); }
        .grid { stroke: \(palette.grid); }
        .edge { stroke: \(palette.edge); }
        .label { stroke: \(palette.background); }
        \((looks + stops).joined(separator: "\n"))

        """
    }
    return """
      \(rules(.light))@media (prefers-color-scheme: dark) {
      \(rules(.dark))}
      text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, \
      sans-serif; }
      .title { font-size: 17px; font-weight: 600; }
      .heading { font-weight: 600; }
      .grid, .edge { fill: none; }
      .label { font-size: \(decimal(fontSize, places: 0))px; stroke-width: 3px; \
      stroke-linejoin: round; paint-order: stroke; }
      .dot { fill: none; stroke-linecap: round; stroke-width: \(decimal(2 * radius, places: 1))px; }
      .shape { stroke: none; }
      .arrow, .mean { fill: none; stroke-linejoin: round; stroke-linecap: round; }
      .arrow { stroke-width: 1.2px; opacity: 0.6; }
      .mean { stroke-width: 4px; }
      .middle { text-anchor: middle; }
      .end { text-anchor: end; }

      """
  }

  var axes: String {
    let area = frame.area
    var text = ""
    for tick in frame.ticksX {
      let x = decimal(tick.position, places: 1)
      text +=
        "<path class=\"\(tick.isZero ? "edge" : "grid")\" d=\"M\(x) \(area.top)V\(area.bottom)\"/>"
      text += "<text class=\"muted middle\" x=\"\(x)\" y=\"686\">\(tick.label)</text>\n"
    }
    for tick in frame.ticksY {
      let y = decimal(tick.position, places: 1)
      text +=
        "<path class=\"\(tick.isZero ? "edge" : "grid")\" d=\"M\(area.left) \(y)H\(area.right)\"/>"
      text += "<text class=\"muted end\" x=\"54\" y=\"\(decimal(tick.position + 4, places: 1))\">"
      text += "\(tick.label)</text>\n"
    }
    let middleX = decimal((area.left + area.right) / 2, places: 1)
    let middleY = decimal((area.top + area.bottom) / 2, places: 1)
    return text + """
      <rect class="edge" x="\(area.left)" y="\(area.top)" width="\(area.width)" \
      height="\(area.height)"/>
      <text class="middle" x="\(middleX)" y="708">\(escapedForMarkup(plot.axes[0].title))</text>
      <text class="middle" transform="translate(20 \(middleY)) rotate(-90)">\
      \(escapedForMarkup(plot.axes[1].title))</text>

      """
  }

  /// One path for each look: rare words are behind frequent ones, and words without a group behind
  /// all others.
  var markers: String {
    var paths = Array(repeating: "", count: colouring.lookCount)
    for index in places.indices.reversed() {
      let look = colouring.look(of: plot.points[index])
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
      let (from, to) = (place(arrow.from), place(arrow.to))
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

  private func place(_ coordinates: [Float]) -> (x: Double, y: Double) {
    (frame.x(Double(coordinates[0])), frame.y(Double(coordinates[1])))
  }

  var labels: String {
    let grouped = plot.points.indices.filter { plot.points[$0].group != nil }
    let others = plot.points.indices.filter { plot.points[$0].group == nil }
    let layout = LabelLayout(
      points: places, order: grouped + others,
      sizes: { (estimatedWidth(plot.points[$0].word) * fontSize, fontSize + 3) },
      radius: radius, frame: frame.area)
    return layout.labels.map { label in
      // Anchored at the middle, a label stays centred in any font.
      let x = decimal((label.rectangle.left + label.rectangle.right) / 2, places: 1)
      let y = decimal(
        (label.rectangle.top + label.rectangle.bottom) / 2 + fontSize * 0.35, places: 1)
      let word = escapedForMarkup(plot.points[label.point].word)
      return "<text class=\"label middle\" x=\"\(x)\" y=\"\(y)\">\(word)</text>\n"
    }.joined()
  }

  var legend: String { colouring.legend(left: 822, top: 76, bottom: 668) }
}

/// Returns the marker radius, larger for few points and smaller for many.
private func markerRadius(_ count: Int) -> Double {
  min(5, max(1.4, 6 - log10(Double(max(1, count)))))
}
