// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// A part of a page, such as a table or a plot, with a title.
package enum PageFigure: Sendable, Equatable {
  case table(PageTable)
  case texts(PageTexts)
  case plot(LinePlot)
  /// A small plot without the names of its series, which the page says elsewhere.
  case curve(LinePlot)
  case sample(PageSample)
  case heatMap(PageHeatMap)
  case image(PageImage)

  package var title: String {
    switch self {
    case .table(let table): table.title
    case .texts(let texts): texts.title
    case .plot(let plot), .curve(let plot): plot.title
    case .sample(let sample): sample.title
    case .heatMap(let map): map.title
    case .image(let image): image.title
    }
  }

  /// The size of a curve, which fits on the screen of a phone.
  static let (curveWidth, curveHeight) = (360.0, 230.0)

  /// The style of pages with figures, whose properties include those of `SignedColours`.
  static var style: String {
    text(PackageResources.article_css + PackageResources.lines_css) + Palette.groupRules
      + SignedColours.style
  }

  /// Returns the figure. `colours` are the colours of series by name.
  func markup(_ colours: [String: Int]) -> String {
    let content =
      switch self {
      case .table(let table): table.markup
      case .texts(let texts): texts.markup
      case .plot(let plot): Self.markup(plot, colours)
      case .curve(let plot):
        LinePlotPicture(
          plot, colours: colours, width: Self.curveWidth, height: Self.curveHeight, hasNames: false
        ).svg
      case .sample(let sample):
        scrolled(escapedForMarkup(sample.lines.joined(separator: "\n")), in: "pre", label: title)
      case .heatMap(let map): scrolled(map.svg, as: "map", label: title)
      case .image(let image): image.markup
      }
    // A picture has its title in it.
    if case .image = self { return "<figure>\n\(content)</figure>\n" }
    return """
      <figure>
      <figcaption>\(escapedForMarkup(title))\(unit)</figcaption>
      \(content)</figure>

      """
  }

  private var plot: LinePlot? {
    switch self {
    case .plot(let plot), .curve(let plot): plot
    default: nil
    }
  }

  /// The unit of a curve, beside its title.
  private var unit: String {
    guard case .curve(let plot) = self, !plot.yTitle.isEmpty else { return "" }
    return " <span>\(escapedForMarkup(plot.yTitle))</span>"
  }

  /// Gives the series of the plots the colours of the palette; those for which it has none get no
  /// colour.
  static func colours(of figures: [PageFigure]) -> [String: Int] {
    var names: [String] = []
    for figure in figures {
      guard let plot = figure.plot else { continue }
      for series in plot.series where !names.contains(series.name) { names.append(series.name) }
    }
    let coloured = names.prefix(Palette.light.groups.count)
    return Dictionary(uniqueKeysWithValues: coloured.enumerated().map { ($1, $0) })
  }

  private static func markup(_ plot: LinePlot, _ colours: [String: Int]) -> String {
    let axis = plot.yTitle.isEmpty ? "" : "<p class=\"axis\">\(escapedForMarkup(plot.yTitle))</p>\n"
    return axis + scrolled(LinePlotPicture(plot, colours: colours).svg, label: plot.title)
  }
}

/// Results in rows and columns.
package struct PageTable: Sendable, Equatable {
  package let title: String
  package private(set) var rows: [String] = []
  package private(set) var columns: [String] = []
  /// The texts of the cells, by row and column; nil if there is none.
  package private(set) var cells: [[String?]] = []

  package init(title: String) { self.title = title }

  /// Sets the text of a cell. New rows and columns come after the others.
  package mutating func set(_ text: String, row: String, column: String) {
    if !columns.contains(column) {
      columns.append(column)
      for index in cells.indices { cells[index].append(nil) }
    }
    if !rows.contains(row) {
      rows.append(row)
      cells.append(Array(repeating: nil, count: columns.count))
    }
    guard let row = rows.firstIndex(of: row), let column = columns.firstIndex(of: column) else {
      return
    }
    cells[row][column] = text
  }

  fileprivate var markup: String {
    let head = columns.map { "<th class=\"number\">\(escapedForMarkup($0))</th>" }
    let rows = zip(rows, cells).map { name, cells in
      let texts = cells.map { "<td class=\"number\">\(escapedForMarkup($0 ?? ""))</td>" }
      return "<tr><th scope=\"row\">\(escapedForMarkup(name))</th>\(texts.joined())</tr>\n"
    }
    return scrolled(
      """
      <table>
      <thead><tr><th></th>\(head.joined())</tr></thead>
      <tbody>
      \(rows.joined())</tbody>
      </table>
      """, label: title)
  }
}

/// Rows of texts in columns.
package struct PageTexts: Sendable, Equatable {
  package let title: String
  /// The names of the columns; empty if they have none.
  package let columns: [String]
  package var rows: [[String]]
  /// True if all columns but the first are numbers, which are aligned right.
  private let hasNumbers: Bool

  package init(
    title: String, columns: [String] = [], rows: [[String]], hasNumbers: Bool = false
  ) {
    (self.title, self.columns, self.rows) = (title, columns, rows)
    self.hasNumbers = hasNumbers
  }

  /// The rows as tab-separated text, with the names of the columns.
  package var table: String {
    Inspection.table(([columns] + rows).filter { !$0.isEmpty })
  }

  fileprivate var markup: String {
    let number = hasNumbers ? " class=\"number\"" : ""
    let names = columns.enumerated().map { column, name in
      "<th scope=\"col\"\(column == 0 ? "" : number)>\(escapedForMarkup(name))</th>"
    }
    let head = columns.isEmpty ? "" : "<thead><tr>\(names.joined())</tr></thead>\n"
    let lines = rows.map { row in
      let cells = row.enumerated().map { column, text in
        column == 0
          ? "<th scope=\"row\" dir=\"auto\">\(escapedForMarkup(text))</th>"
          : "<td dir=\"auto\"\(number)>\(escapedForMarkup(text))</td>"
      }
      return "<tr>\(cells.joined())</tr>\n"
    }
    return scrolled(
      """
      <table\(hasNumbers ? "" : columns.isEmpty ? " class=\"facts\"" : " class=\"texts\"")>
      \(head)<tbody>
      \(lines.joined())</tbody>
      </table>
      """, label: title)
  }
}

/// A heat map that is drawn already.
package struct PageHeatMap: Sendable, Equatable {
  package let title: String
  let svg: String
}

/// A picture with colours and styles of its own.
package struct PageImage: Sendable, Equatable {
  package let title: String
  /// A description for readers who do not see the picture.
  let summary: String
  let svg: String

  /// A picture of words along two principal components.
  package init(title: String, _ plot: ScatterPlot) {
    self.title = title
    (summary, svg) = ("Scatter plot: \(plot.subtitle)", plot.svg())
  }

  fileprivate var markup: String {
    let data = Data(svg.utf8).base64EncodedString()
    return scrolled(
      "<img alt=\"\(escapedForMarkup(summary))\" width=\"960\" height=\"720\" "
        + "src=\"data:image/svg+xml;base64,\(data)\">", label: title)
  }
}

/// Lines of text as a model wrote or read them.
package struct PageSample: Sendable, Equatable {
  package let title: String
  package var lines: [String] = []

  package init(title: String) { self.title = title }
}
