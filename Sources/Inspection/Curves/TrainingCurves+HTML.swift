// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

extension TrainingCurves {
  /// The size of a plot, which fits on the screen of a phone.
  static let (plotWidth, plotHeight) = (360.0, 230.0)

  /// Returns a self-contained page with all plots, and their numbers as a table to download.
  package func html() -> String {
    let colours = colours
    let figures = plots.map { figure($0, colours) }
    return Page(
      title: title,
      style: String(
        decoding: PackageResources.curves_css + PackageResources.lines_css, as: UTF8.self)
        + Palette.groupRules,
      body: """
        <header>
        <h1>\(escapedForMarkup(title))</h1>
        \(legend(colours))<p>Hover over a line to see its values. <a download="training.tsv" \
        href="\(tableURL)">Download the numbers (TSV)</a></p>
        </header>
        <main>
        \(figures.joined())</main>

        """
    ).html
  }

  private func legend(_ colours: [String: Int]) -> String {
    let names = logs.map { log in
      let colour = Palette.lineClass(colours[log.name])
      return "<li><i class=\"\(colour)\"></i>\(escapedForMarkup(log.name))</li>"
    }
    return "<ul>\(names.joined(separator: "\n"))</ul>\n"
  }

  private func figure(_ plot: LinePlot, _ colours: [String: Int]) -> String {
    let picture = LinePlotPicture(
      plot, colours: colours, width: Self.plotWidth, height: Self.plotHeight, hasNames: false)
    let unit = plot.yTitle.isEmpty ? "" : " <span>\(escapedForMarkup(plot.yTitle))</span>"
    return """
      <figure>
      <figcaption>\(escapedForMarkup(plot.title))\(unit)</figcaption>
      \(picture.svg)</figure>

      """
  }

  private var tableURL: String {
    "data:text/tab-separated-values;charset=utf-8;base64,"
      + Data(TrainingLog.table(logs).utf8).base64EncodedString()
  }
}
