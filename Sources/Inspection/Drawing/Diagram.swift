// SPDX-License-Identifier: Apache-2.0

/// Boxes in a grid and arrows between them. Columns are counted from the left, rows from the bottom.
package struct Diagram: Equatable, Sendable {
  package struct Box: Equatable, Sendable {
    package let columns, rows: Range<Int>
    /// The lines of text, the title first.
    package let lines: [String]
    package let style: Style
    package var loop: Loop?
  }

  /// The look of a box, which is the name of its CSS class.
  package enum Style: String, Sendable {
    /// A symbol, without a frame.
    case symbol
    case embedding, recurrent, attention, output
    /// A part without parameters.
    case plain
  }

  /// An arrow from a box to itself.
  package struct Loop: Equatable, Sendable {
    package let isLeft: Bool
    package let label: String
  }

  /// An arrow between two boxes that share a column or a row.
  package struct Arrow: Equatable, Sendable {
    /// Places in `boxes`.
    package let from, to: Int
    package let label: String
  }

  package private(set) var boxes: [Box] = []
  package private(set) var arrows: [Arrow] = []

  /// Adds a box and returns its place in `boxes`.
  mutating func add(_ box: Box) -> Int {
    boxes.append(box)
    return boxes.count - 1
  }

  mutating func connect(_ from: Int, _ to: Int, _ label: String = "") {
    arrows.append(Arrow(from: from, to: to, label: label))
  }

  /// True if an arrow leads upwards, in a column that its boxes share.
  func isUpward(_ arrow: Arrow) -> Bool {
    boxes[arrow.from].rows.upperBound <= boxes[arrow.to].rows.lowerBound
  }

  /// The columns that both boxes of an upward arrow are in.
  func columns(of arrow: Arrow) -> Range<Int> {
    boxes[arrow.from].columns.clamped(to: boxes[arrow.to].columns)
  }

  /// The rows that both boxes of a level arrow are in.
  func rows(of arrow: Arrow) -> Range<Int> {
    boxes[arrow.from].rows.clamped(to: boxes[arrow.to].rows)
  }

  var columnCount: Int { boxes.map(\.columns.upperBound).max() ?? 0 }
  var rowCount: Int { boxes.map(\.rows.upperBound).max() ?? 0 }
}
