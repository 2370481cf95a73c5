// SPDX-License-Identifier: Apache-2.0

/// The places of a diagram's boxes and labels, in pixels. Each column is as wide as its widest box,
/// and each gap between columns has room for its labels, so that no text overlaps another.
package struct DiagramLayout {
  static let fontSize = 12.0
  static let lineHeight = 16.0
  private static let padding = 10.0
  private static let leastGap = 28.0
  /// The gap between two rows, which has room for a label.
  private static let rowGap = 30.0
  private static let margin = 4.0
  /// The distance between a loop and its box, to which its label is added.
  static let loopWidth = 22.0

  private let diagram: Diagram
  /// The left and right edge of each column.
  private var columns: [ClosedRange<Double>] = []
  /// The top and bottom edge of each row.
  private var rows: [ClosedRange<Double>] = []
  package let width, height: Double

  package init(_ diagram: Diagram) {
    self.diagram = diagram
    let gaps = Self.gaps(of: diagram)
    let widths = Self.widths(of: diagram, gaps)
    let heights = Self.heights(of: diagram)
    var left = Self.margin
    for (column, width) in widths.enumerated() {
      left += gaps[column]
      columns.append(left...left + width)
      left += width
    }
    width = left + (gaps.last ?? 0) + Self.margin
    height =
      heights.reduce(0, +) + Double(max(0, heights.count - 1)) * Self.rowGap + 2 * Self.margin
    var bottom = height - Self.margin
    for height in heights {
      rows.append(bottom - height...bottom)
      bottom -= height + Self.rowGap
    }
  }

  static func width(of text: String) -> Double { estimatedWidth(text) * fontSize }

  /// Returns the width of each gap: before the first column, between two, and after the last.
  private static func gaps(of diagram: Diagram) -> [Double] {
    let count = diagram.columnCount
    var gaps = [0.0] + [Double](repeating: leastGap, count: max(0, count - 1)) + [0]
    func require(_ width: Double, at gap: Int) { gaps[gap] = max(gaps[gap], width) }
    for box in diagram.boxes {
      guard let loop = box.loop else { continue }
      require(
        loopWidth + width(of: loop.label) + 2 * padding,
        at: loop.isLeft ? box.columns.lowerBound : box.columns.upperBound)
    }
    for arrow in diagram.arrows where !diagram.isUpward(arrow) && !arrow.label.isEmpty {
      require(width(of: arrow.label) + 2 * padding, at: diagram.gapOfLabel(arrow))
    }
    return gaps
  }

  private static func widths(of diagram: Diagram, _ gaps: [Double]) -> [Double] {
    var widths = [Double](repeating: 2 * padding, count: diagram.columnCount)
    func require(_ least: Double, of range: Range<Int>) {
      let inner = range.dropFirst().reduce(0) { $0 + gaps[$1] }
      let missing = least - inner - range.reduce(0) { $0 + widths[$1] }
      if missing > 0 { for column in range { widths[column] += missing / Double(range.count) } }
    }
    // Boxes in one column first, so that wide ones fill what is left.
    for box in diagram.boxes.sorted(by: { $0.columns.count < $1.columns.count }) {
      let text = box.lines.reduce(0) { max($0, width(of: $1)) }
      require(text + 2 * padding, of: box.columns)
    }
    for arrow in diagram.arrows where diagram.isUpward(arrow) && !arrow.label.isEmpty {
      require(2 * (width(of: arrow.label) + padding), of: diagram.columns(of: arrow))
    }
    return widths
  }

  private static func heights(of diagram: Diagram) -> [Double] {
    var heights = [Double](repeating: lineHeight, count: diagram.rowCount)
    for box in diagram.boxes.sorted(by: { $0.rows.count < $1.rows.count }) {
      let frame = box.style == .symbol ? 0 : padding
      let inner = Double(box.rows.count - 1) * rowGap
      let missing =
        Double(box.lines.count) * lineHeight + frame - inner
        - box.rows.reduce(0) { $0 + heights[$1] }
      if missing > 0 { for row in box.rows { heights[row] += missing / Double(box.rows.count) } }
    }
    return heights
  }
}

extension Diagram {
  /// The gap that holds the label of a level arrow: the one next to the box it comes from.
  fileprivate func gapOfLabel(_ arrow: Arrow) -> Int {
    let (from, to) = (boxes[arrow.from].columns, boxes[arrow.to].columns)
    return from.upperBound <= to.lowerBound ? from.upperBound : from.lowerBound
  }
}

// MARK: - Places

extension DiagramLayout {
  typealias Point = (x: Double, y: Double)

  package func rectangle(of box: Diagram.Box) -> Rectangle {
    Rectangle(
      left: columns[box.columns.lowerBound].lowerBound,
      top: rows[box.rows.upperBound - 1].lowerBound,
      right: columns[box.columns.upperBound - 1].upperBound,
      bottom: rows[box.rows.lowerBound].upperBound)
  }

  /// Returns the ends of an arrow.
  func ends(of arrow: Diagram.Arrow) -> (from: Point, to: Point) {
    let from = rectangle(of: diagram.boxes[arrow.from])
    let to = rectangle(of: diagram.boxes[arrow.to])
    if diagram.isUpward(arrow) {
      let shared = diagram.columns(of: arrow)
      let x =
        (columns[shared.lowerBound].lowerBound + columns[shared.upperBound - 1].upperBound) / 2
      return ((x, from.top), (x, to.bottom))
    }
    let shared = diagram.rows(of: arrow)
    let y = (rows[shared.upperBound - 1].lowerBound + rows[shared.lowerBound].upperBound) / 2
    if from.right <= to.left { return ((from.right, y), (to.left, y)) }
    return ((from.left, y), (to.right, y))
  }

  /// Returns an arrow as a rectangle without width or height.
  package func line(of arrow: Diagram.Arrow) -> Rectangle {
    let (from, to) = ends(of: arrow)
    return Rectangle(
      left: min(from.x, to.x), top: min(from.y, to.y), right: max(from.x, to.x),
      bottom: max(from.y, to.y))
  }

  /// Returns the rectangle of an arrow's label: right of an upward arrow, above a level one.
  package func label(of arrow: Diagram.Arrow) -> Rectangle {
    let (from, to) = ends(of: arrow)
    let width = Self.width(of: arrow.label)
    if diagram.isUpward(arrow) {
      let y = from.y - Self.rowGap / 2
      return Rectangle(left: from.x + 6, top: y - 8, right: from.x + 6 + width, bottom: y + 8)
    }
    let left = from.x < to.x ? from.x + 6 : from.x - 6 - width
    return Rectangle(left: left, top: from.y - 20, right: left + width, bottom: from.y - 4)
  }

  /// Returns the rectangle of a loop's label, beside the loop.
  package func label(of loop: Diagram.Loop, _ box: Diagram.Box) -> Rectangle {
    let (rectangle, width) = (rectangle(of: box), Self.width(of: loop.label))
    let y = (rectangle.top + rectangle.bottom) / 2
    let distance = Self.loopWidth + 4
    let left = loop.isLeft ? rectangle.left - distance - width : rectangle.right + distance
    return Rectangle(left: left, top: y - 8, right: left + width, bottom: y + 8)
  }
}
