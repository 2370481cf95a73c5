// SPDX-License-Identifier: Apache-2.0

/// Joins units into the text that they came from. Accepts any units, even those that no splitter
/// makes.
package struct UnitJoiner: Sendable {
  /// The text of the units so far, in UTF-8.
  package private(set) var text: [UInt8] = []
  private let impliesSpaces: Bool
  /// True if no space is implied before the next unit.
  private var touchesNext = true

  package init(_ unit: TextUnit) { impliesSpaces = unit.isOfWords }

  /// Adds a unit. Of subword units, adds the whole word that they make up.
  package mutating func add(_ unit: Span<UInt8>) {
    guard impliesSpaces else { return UnitEscapes.append(unescaping: unit, to: &text) }
    let hasLeadingMark = Joiner.found(Joiner.mark, in: unit, at: 0)
    let start = hasLeadingMark ? Joiner.mark.count : 0
    let hasTrailingMark = Joiner.found(
      Joiner.mark, in: unit, at: max(unit.count - Joiner.mark.count, start))
    touchesNext = touchesNext || hasLeadingMark
    let end = text.count
    UnitEscapes.append(unescaping: unit, to: &text)
    guard text.count > end else {
      touchesNext = touchesNext || hasTrailingMark
      return
    }
    let isWhitespace = whitespaceLength(in: text.span, at: end) > 0
    if !touchesNext && !isWhitespace { text.insert(UInt8(ascii: " "), at: end) }
    touchesNext = hasTrailingMark || isWhitespace
  }

  /// Ends a text: no space is implied before the next one.
  package mutating func endText() { touchesNext = true }

  /// Removes the text so far and returns it.
  package mutating func takeText() -> String {
    defer { text.removeAll(keepingCapacity: true) }
    return String(decoding: text, as: UTF8.self)
  }
}
