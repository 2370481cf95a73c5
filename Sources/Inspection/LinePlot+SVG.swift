// SPDX-License-Identifier: Apache-2.0

import Text

/// A picture of the lines of a plot. Its colours are those of the page that it is in.
struct LinePlotPicture {
  let width, height: Double
  /// The width of names for which the picture has room, and that to which it grows for longer ones.
  private static let (plainNames, longestNames) = (160.0, 300.0)
  private static let fontSize = 12.0
  /// The least distance between the names of series.
  private static let lineHeight = 15.0
  /// The most points of a series whose dots are always seen.
  private static let mostDots = 15

  private let plot: LinePlot
  /// The colour of each series, by name.
  private let colours: [String: Int]
  /// True if the name of each series is at the end of its line.
  private let hasNames: Bool
  private let area: Rectangle
  private let x, y: PlotAxis

  init(
    _ plot: LinePlot, colours: [String: Int], width: Double = 520, height: Double = 300,
    hasNames: Bool = true
  ) {
    self.plot = plot
    self.colours = colours
    self.hasNames = hasNames
    let longest = plot.series.map { estimatedWidth($0.name) * Self.fontSize }.max() ?? 0
    let names = hasNames ? min(longest, Self.longestNames) : 6
    self.width = width + max(0, names - Self.plainNames)
    self.height = height
    let (top, bottom) = (12.0, height - 44)
    let points = plot.series.flatMap(\.points)
    y = PlotAxis(
      showing: points.map { plot.place($0.y) }, including: plot.shownY.map(plot.place),
      from: bottom, to: top, spacing: 44, endsAtTicks: true, onlyWhole: plot.isLogarithmic)
    let values = y.ticks.map { estimatedWidth(plot.tick($0.value, places: $0.places)) }
    area = Rectangle(
      left: max(56, (values.max() ?? 0) * Self.fontSize + 12), top: top,
      right: self.width - names - 22, bottom: bottom)
    let places = points.map(\.x) + plot.shownX
    let farthest = places.filter(PlotAxis.shows).max() ?? 0
    x = PlotAxis(
      showing: places, from: area.left, to: area.right,
      spacing: max(56, estimatedWidth(decimal(farthest, places: 0)) * Self.fontSize + 12))
  }

  var svg: String {
    let (width, height) = (number(width), number(height))
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" \
      height="\(height)" role="img" aria-label="\(escapedForMarkup(summary))">
      \(drawing)</svg>

      """
  }

  /// The picture without its frame.
  var drawing: String {
    grid + plot.series.map(line).joined() + (hasNames ? names : "")
  }

  /// The last value of each series, for readers who do not see the picture.
  var summary: String {
    let ends = plot.series.compactMap { series in
      series.points.last.map { "\(series.name) \(plot.unit.text($0.y))" }
    }
    let subject = [plot.title, plot.yTitle].filter { !$0.isEmpty }.joined(separator: ", ")
    return "\(subject) by \(plot.xTitle): \(ends.joined(separator: ", "))"
  }

  private var grid: String {
    var text = ""
    for tick in y.ticks {
      let at = number(tick.position)
      text += """
        <path class="grid" d="M\(number(area.left)) \(at)H\(number(area.right))"/>\
        <text class="muted end" x="\(number(area.left - 8))" y="\(number(tick.position + 4))">\
        \(plot.tick(tick.value, places: tick.places))</text>

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
      y="\(number(height - 8))">\(content(plot.xTitle, width: area.right - area.left))</text>

      """
  }

  /// The line of a series, with gaps at values that are not finite, and a dot with its values at each
  /// point. Dots of many points are seen only under the pointer.
  private func line(_ series: LinePlot.Series) -> String {
    let stretches = series.points.split {
      !PlotAxis.shows($0.x) || !PlotAxis.shows(plot.place($0.y))
    }
    let points = stretches.joined()
    if points.isEmpty { return "" }
    func place(_ point: (x: Double, y: Double)) -> String {
      "\(number(x.position(point.x))) \(number(y.position(plot.place(point.y))))"
    }
    let path = stretches.map { stretch in
      // A line of no length is drawn as a dot.
      "M" + stretch.map(place).joined(separator: "L") + (stretch.count == 1 ? "h0" : "")
    }.joined()
    let look = points.count <= Self.mostDots ? "dot" : "dot faint"
    let dots = points.map { point in
      let words =
        "\(series.name), \(plot.xTitle) \(decimalOrWhole(point.x)): "
        + plot.unit.text(point.y)
      return
        "<path class=\"\(look)\" d=\"M\(place(point))h0\"><title>\(escapedForMarkup(words))</title></path>"
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
        .map(plot.place).filter(PlotAxis.shows)
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
      <text x="\(number(area.right + 20))" y="\(number(y + 4))">\
      \(content(name, width: Self.longestNames))</text></g>

      """
    }.joined()
  }

  /// Returns a name and, if it is longer than `width`, the whole of it as its title.
  private func content(_ name: String, width: Double) -> String {
    let short = cut(name, toWidth: width / Self.fontSize)
    let title = short == name ? "" : "<title>\(escapedForMarkup(name))</title>"
    return title + escapedForMarkup(short)
  }

  private func colour(_ name: String) -> String { Palette.lineClass(colours[name]) }

  private func number(_ length: Double) -> String { decimal(length, places: 1) }

  private func decimalOrWhole(_ value: Double) -> String {
    decimal(value, places: value == value.rounded() ? 0 : 2)
  }
}
