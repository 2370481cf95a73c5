// SPDX-License-Identifier: Apache-2.0

import Text

/// A heat map with a label for each column and each row. The layout is in pixels.
struct HeatMapPicture {
  struct Cell {
    /// The attributes of the cell's rectangle that show its value.
    let attributes: String
    /// The text to show on hovering, as markup.
    let title: String
  }

  /// The maximum number of labels drawn on each side: browsers cannot show a page with many more.
  static let mostLabels = 200

  /// The height of a cell.
  private static let cell = 20.0
  private static let fontSize = 12.0
  /// The maximum width of a label; longer ones are cut.
  private static let longestLabel = 120.0
  /// The cosine and sine of 60 degrees, the slope of the labels above the map.
  private static let (cosine, sine) = (0.5, 0.866)

  let columns, rows: [String]
  private let cellWidth: Double
  /// True if the labels above the map are upright, because none is wider than a cell.
  private let isUpright: Bool
  private let columnLabels, rowLabels: [String]
  private let left, top, width, height: Double

  /// Creates the layout. Labels above the map that are not wider than a cell are upright if
  /// `mayBeUpright`, and otherwise slope like longer ones. `others` are labels that a script may put
  /// in place of those above the map and beside it.
  init(
    columns: [String], rows: [String], mayBeUpright: Bool = false, cellWidth: Double = cell,
    others: (columns: [String], rows: [String]) = ([], [])
  ) {
    func longest(_ labels: [String]) -> Double {
      labels.reduce(0) { max($0, estimatedWidth($1) * Self.fontSize) }
    }
    self.columns = columns
    self.rows = rows
    self.cellWidth = cellWidth
    columnLabels = columns.map(Self.label)
    rowLabels = rows.map(Self.label)
    isUpright = mayBeUpright && longest(columns + others.columns) <= cellWidth
    // A script makes the chosen label bold, and so wider.
    let widening = others.columns.isEmpty ? 1 : 1.12
    let rise =
      isUpright ? 0 : widening * longest(columnLabels + others.columns.map(Self.label))
    left = (longest(rowLabels + others.rows.map(Self.label)) + 14).rounded(.up)
    top = (rise * Self.sine + 20).rounded(.up)
    width = (left + Double(columns.count) * cellWidth + rise * Self.cosine).rounded(.up)
    height = (top + Double(rows.count) * Self.cell + 2).rounded(.up)
  }

  /// Returns a label that is not too long.
  static func label(_ text: String) -> String { cut(text, toWidth: longestLabel / fontSize) }

  /// Returns the picture. `label` describes it; `cell` returns the cell of a row and a column.
  func svg(label: String, _ cell: (_ row: Int, _ column: Int) -> Cell) -> String {
    let size = "\(number(width)) \(number(height))"
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" width="\(number(width))" \
      height="\(number(height))" role="img" \
      aria-label="\(label)">
      \(columns.indices.map(columnLabel).joined())\
      \(rows.indices.map { row in self.row(row) { cell(row, $0) } }.joined())</svg>
      """
  }

  private func columnLabel(_ column: Int) -> String {
    let center = left + (Double(column) + 0.5) * cellWidth
    let x = number(isUpright ? center : center + 4)
    if isUpright {
      return """
        <text text-anchor="middle" x="\(x)" y="\(number(top - 6))">\
        \(escapedForMarkup(columns[column]))</text>

        """
    }
    return """
      <text transform="translate(\(x) \(number(top - 6))) rotate(-60)">\
      \(content(columnLabels[column], of: columns[column]))</text>

      """
  }

  private func row(_ row: Int, _ cell: (_ column: Int) -> Cell) -> String {
    let cells = columns.indices.map { column in
      let cell = cell(column)
      return """
        <rect x="\(number(left + Double(column) * cellWidth))" width="\(number(cellWidth))" height="20" \
        \(cell.attributes)><title>\(cell.title)</title></rect>

        """
    }
    return """
      <g transform="translate(0 \(number(top + Double(row) * Self.cell)))">
      <text class="target" x="\(number(left - 8))" y="14">\
      \(content(rowLabels[row], of: rows[row]))</text>
      \(cells.joined())</g>

      """
  }

  /// Returns a label and, if it was cut, the whole text as its title.
  private func content(_ label: String, of text: String) -> String {
    let title = label == text ? "" : "<title>\(escapedForMarkup(text))</title>"
    return title + escapedForMarkup(label)
  }

  private func number(_ length: Double) -> String { decimal(length, places: 0) }
}

/// Escapes a word and isolates it, so that its direction does not affect the text around it.
func isolated(_ word: String) -> String { "\u{2068}\(escapedForMarkup(word))\u{2069}" }
