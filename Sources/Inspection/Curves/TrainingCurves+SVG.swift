// SPDX-License-Identifier: Apache-2.0

import Text

extension TrainingCurves {
  /// Returns all plots as a single picture. It follows the reader's preference for light or dark.
  package func svg() -> String {
    let (plots, colours) = (plots, colours)
    let margin = 24.0
    let (across, down) = (PageFigure.curveWidth + margin, PageFigure.curveHeight + 44)
    let columns = max(1, min(3, plots.count))
    let width = margin + Double(columns) * across
    let legend = legend(width: width - 2 * margin)
    let top = 72 + 22 * Double(legend.last?.row ?? 0)
    let height = top + Double((plots.count + columns - 1) / columns) * down
    let names = legend.map { item in
      """
      <g class="\(Palette.lineClass(colours[item.run]))" \
      transform="translate(\(number(margin + item.x)) \(number(62 + 22 * Double(item.row))))">\
      <path class="line" d="M0 -4h16"/><text x="22">\(escapedForMarkup(item.name))</text></g>

      """
    }
    let figures = plots.enumerated().map { index, plot in
      figure(
        plot, colours, x: margin + Double(index % columns) * across,
        y: top + Double(index / columns) * down)
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(number(width)) \(number(height))" \
      width="\(number(width))" height="\(number(height))" role="group" aria-labelledby="title">
      <title id="title">\(escapedForMarkup(title))</title>
      <style>
      \(style)</style>
      <rect class="background" width="100%" height="100%"/>
      <text class="title" x="\(number(margin))" y="36">\
      \(escapedForMarkup(cut(title, toWidth: (width - 2 * margin) / 18)))</text>
      \(names.joined())\(figures.joined())</svg>

      """
  }

  private func figure(
    _ plot: LinePlot, _ colours: [String: Int], x: Double, y: Double
  ) -> String {
    let picture = LinePlotPicture(
      plot, colours: colours, width: PageFigure.curveWidth, height: PageFigure.curveHeight,
      hasNames: false)
    let unit =
      plot.yTitle.isEmpty
      ? "" : "<tspan class=\"muted\" dx=\"8\">\(escapedForMarkup(plot.yTitle))</tspan>"
    return """
      <g transform="translate(\(number(x)) \(number(y)))" role="img" \
      aria-label="\(escapedForMarkup(picture.summary))">
      <text class="heading" y="16">\(escapedForMarkup(plot.title))\(unit)</text>
      <g transform="translate(0 24)">
      \(picture.drawing)</g></g>

      """
  }

  /// Places the names of the runs in rows.
  private func legend(
    width: Double
  ) -> [(run: String, name: String, x: Double, row: Int)] {
    var (x, row) = (0.0, 0)
    return logs.map { log in
      let name = cut(log.name, toWidth: (width - 24) / 12)
      let length = 22 + estimatedWidth(name) * 12
      if x > 0 && x + length > width { (x, row) = (0, row + 1) }
      defer { x += length + 20 }
      return (log.name, name, x, row)
    }
  }

  /// Colours as values: few viewers besides browsers know custom properties.
  private var style: String {
    let rules = String(decoding: PackageResources.lines_css, as: UTF8.self) + Palette.groupRules
    return """
      text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, \
      sans-serif; }
      svg .title { font-size: 18px; font-weight: 600; }
      svg .heading { font-size: 13px; font-weight: 600; }
      svg tspan { font-weight: 400; }
      .background { fill: \(Palette.light.background); }
      \(Palette.light.resolving(rules))@media (prefers-color-scheme: dark) {
      .background { fill: \(Palette.dark.background); }
      \(Palette.dark.resolving(rules))}

      """
  }

  private func number(_ length: Double) -> String { decimal(length, places: 1) }
}
