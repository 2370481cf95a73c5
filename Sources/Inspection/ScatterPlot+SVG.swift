// SPDX-License-Identifier: Apache-2.0

import Text

extension ScatterPlot {
  /// Returns a static picture of the first two axes, coloured by group or, without groups, by
  /// frequency. It follows the reader's preference for light or dark.
  public func svg() -> String {
    let picture = SVGPicture(of: self)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 \(picture.height)" role="img" \
      aria-labelledby="title summary">
      <title id="title">\(escapedForMarkup(title))</title>
      <desc id="summary">Scatter plot: \(escapedForMarkup(subtitle)).</desc>
      <style>
      \(picture.style)</style>
      <rect class="background" width="960" height="\(picture.height)"/>
      <text class="title" x="20" y="30">\(escapedForMarkup(title))</text>
      <text class="muted" x="20" y="49">\(escapedForMarkup(subtitle))</text>
      \(picture.map)\(picture.legend)\(picture.zooms)</svg>

      """
  }
}

/// The parts of a static picture, 960 units wide.
private struct SVGPicture {
  let plot: ScatterPlot
  let colouring: Colouring
  private let whole: SVGMap

  init(of plot: ScatterPlot) {
    self.plot = plot
    colouring = Colouring(of: plot)
    whole = SVGMap(
      of: plot, colouring, in: Rectangle(left: 62, top: 66, right: 800, bottom: 668))
  }

  /// The zooms are below the map, two in a row.
  private static let rowHeight = 376

  var height: Int { 720 + (plot.regions.count + 1) / 2 * Self.rowHeight }

  var map: String {
    whole.grid + whole.axisTitles + whole.markers + whole.arrows + whole.outlines + whole.labels
      + whole.numbers
  }

  var zooms: String {
    plot.regions.enumerated().map { index, region in
      let (left, top) = (62 + Double(index % 2 * 464), Double(752 + index / 2 * Self.rowHeight))
      // The frame has the proportions of the region.
      let scale = min(410 / region.x.length, 310 / region.y.length)
      let area = Rectangle(
        left: left, top: top, right: left + scale * region.x.length,
        bottom: top + scale * region.y.length)
      let zoom = SVGMap(of: plot, region, colouring, in: area)
      return """
        <text class="heading" x="\(left)" y="\(top - 9)">\(index + 1)\u{A0} \
        \(escapedForMarkup(shortened(region.title)))</text>
        \(zoom.grid)\(zoom.markers)\(zoom.labels)
        """
    }.joined()
  }

  /// Returns a title that fits above a zoom.
  private func shortened(_ title: String) -> String {
    title.count <= 56 ? title : title.prefix(55) + "…"
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
        .outline { stroke: \(palette.ink); }
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
      .label { font-size: \(decimal(whole.fontSize, places: 0))px; stroke-width: 3px; \
      stroke-linejoin: round; paint-order: stroke; }
      .dot { fill: none; stroke-linecap: round; stroke-width: \(decimal(2 * whole.radius, places: 1))px; }
      .shape { stroke: none; }
      .outline { fill: none; stroke-width: 1.5px; }
      .arrow, .mean { fill: none; stroke-linejoin: round; stroke-linecap: round; }
      .arrow { stroke-width: 1.2px; opacity: 0.6; }
      .mean { stroke-width: 4px; }
      .middle { text-anchor: middle; }
      .end { text-anchor: end; }

      """
  }

  var legend: String { colouring.legend(left: 822, top: 76, bottom: 668) }
}
