// SPDX-License-Identifier: Apache-2.0

extension TrainingCurves {
  /// Returns a self-contained page with all plots, and their numbers as a table to download.
  package func html() -> String {
    let colours = colours
    let figures = figures.map { $0.markup(colours) }
    return Page(
      title: title,
      style: String(
        decoding: PackageResources.curves_css + PackageResources.lines_css, as: UTF8.self)
        + Palette.groupRules,
      body: """
        <header>
        <h1>\(escapedForMarkup(title))</h1>
        \(legend(colours))<p>Hover over a line to see its values. \
        \(downloadLink("training.tsv", TrainingLog.table(logs)))</p>
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

  /// The plots as figures of a page.
  package var figures: [PageFigure] { plots.map { .curve($0) } }
}
