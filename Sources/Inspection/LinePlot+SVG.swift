// SPDX-License-Identifier: Apache-2.0

import Lectures
import Text

/// A picture of the lines of a plot, with the name of each series at the end of its line. Its colours
/// are those of the page that it is in.
struct LinePlotPicture {
  private static let (plainWidth, height) = (520.0, 300.0)
  /// The width of names for which the picture has room, and that to which it grows for longer ones.
  private static let (plainNames, longestNames) = (160.0, 300.0)
  private static let fontSize = 12.0
  /// The least distance between the names of series.
  private static let lineHeight = 15.0
  /// The most points of a series whose dots are always seen.
  private static let mostDots = 15

  private let plot: LecturePlot
  /// The colour of each series, by name.
  private let colours: [String: Int]
  private let width: Double
  private let area: Rectangle
  private let x, y: PlotAxis

  init(_ plot: LecturePlot, colours: [String: Int]) {
    self.plot = plot
    self.colours = colours
    let longest = plot.series.map { estimatedWidth($0.name) * Self.fontSize }.max() ?? 0
    let names = min(longest, Self.longestNames)
    width = Self.plainWidth + max(0, names - Self.plainNames)
    let area = Rectangle(left: 56, top: 12, right: width - names - 22, bottom: Self.height - 44)
    self.area = area
    let points = plot.series.flatMap(\.points)
    x = PlotAxis(showing: points.map(\.x), from: area.left, to: area.right, spacing: 56)
    y = PlotAxis(
      showing: points.map(\.y), including: plot.unit == .share ? [0, 1] : [], from: area.bottom,
      to: area.top, spacing: 44, endsAtTicks: true)
  }

  var svg: String {
    let (width, height) = (number(width), number(Self.height))
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" \
      height="\(height)" role="img" aria-label="\(escapedForMarkup(summary))">
      \(grid)\(plot.series.map(line).joined())\(names)</svg>

      """
  }

  /// The last value of each series, for readers who do not see the picture.
  private var summary: String {
    let ends = plot.series.compactMap { series in
      series.points.last.map { "\(series.name) \(plot.unit.text($0.y))" }
    }
    return "\(plot.title), \(plot.yTitle) by \(plot.xTitle): \(ends.joined(separator: ", "))"
  }

  private var grid: String {
    var text = ""
    for tick in y.ticks {
      let at = number(tick.position)
      text += """
        <path class="grid" d="M\(number(area.left)) \(at)H\(number(area.right))"/>\
        <text class="muted end" x="\(number(area.left - 8))" y="\(number(tick.position + 4))">\
        \(plot.unit.tick(tick.value, places: tick.places))</text>

        """
    }
    for tick in x.ticks {
      text += """
        <text class="muted middle" x="\(number(tick.position))" y="\(number(area.bottom + 18))">\
        \(decimal(tick.value, places: tick.places))</text>

        """
    }
    return text + """
      <path class="edge" d="M\(number(area.left)) \(number(area.bottom))H\(number(area.right))"/>
      <text class="muted middle" x="\(number((area.left + area.right) / 2))" \
      y="\(number(Self.height - 8))">\(escapedForMarkup(plot.xTitle))</text>

      """
  }

  /// The line of a series, and a dot with its values at each point. Dots of many points are seen only
  /// under the pointer.
  private func line(_ series: LecturePlot.Series) -> String {
    let points = series.points.filter { $0.x.isFinite && $0.y.isFinite }
    let places = points.map { "\(number(x.position($0.x))) \(number(y.position($0.y)))" }
    guard let first = places.first else { return "" }
    let path = "M\(first)" + places.dropFirst().map { "L\($0)" }.joined()
    let look = points.count <= Self.mostDots ? "dot" : "dot faint"
    let dots = zip(points, places).map { point, place in
      let words =
        "\(series.name), \(plot.xTitle) \(decimalOrWhole(point.x)): "
        + plot.unit.text(point.y)
      return
        "<path class=\"\(look)\" d=\"M\(place)h0\"><title>\(escapedForMarkup(words))</title></path>"
    }
    return """
      <g class="\(colour(series.name))"><path class="line" d="\(path)"/>\(dots.joined())</g>

      """
  }

  /// The names beside the ends of the lines, moved apart where they would overlap.
  private var names: String {
    var labels: [(name: String, y: Double)] = []
    for series in plot.series where !labels.contains(where: { $0.name == series.name }) {
      let ends = plot.series.filter { $0.name == series.name }.compactMap(\.points.last?.y)
        .filter(\.isFinite)
      guard !ends.isEmpty else { continue }
      labels.append((series.name, y.position(ends.reduce(0, +) / Double(ends.count))))
    }
    labels.sort { $0.y < $1.y }
    let least = area.top + 4
    for index in labels.indices {
      labels[index].y = max(
        labels[index].y, index == 0 ? least : labels[index - 1].y + Self.lineHeight)
    }
    var most = area.bottom
    for index in labels.indices.reversed() {
      labels[index].y = min(labels[index].y, most)
      most = labels[index].y - Self.lineHeight
    }
    return labels.map { name, y in
      """
      <g class="\(colour(name))"><path class="dot" d="M\(number(area.right + 12)) \(number(y))h0"/>\
      <text x="\(number(area.right + 20))" y="\(number(y + 4))">\(content(name))</text></g>

      """
    }.joined()
  }

  /// Returns a name and, if it is too long for the picture, the whole of it as its title.
  private func content(_ name: String) -> String {
    let short = cut(name, toWidth: Self.longestNames / Self.fontSize)
    let title = short == name ? "" : "<title>\(escapedForMarkup(name))</title>"
    return title + escapedForMarkup(short)
  }

  private func colour(_ name: String) -> String {
    colours[name].map { "group-\($0)" } ?? "other"
  }

  private func number(_ length: Double) -> String { decimal(length, places: 1) }

  private func decimalOrWhole(_ value: Double) -> String {
    decimal(value, places: value == value.rounded() ? 0 : 2)
  }
}
