// SPDX-License-Identifier: Apache-2.0

import Text

extension AttentionMap {
  private static let mostWords = HeatMapPicture.mostLabels

  /// The map, with its sentences above it.
  var figure: String {
    let picture = HeatMapPicture(
      columns: Array(source.prefix(Self.mostWords)), rows: Array(target.prefix(Self.mostWords)))
    return """
      <figure>
      <figcaption><b>\(grouped(number))</b>
      <p dir="auto">\(escapedForMarkup(sourceText))</p>
      <p dir="auto">\(escapedForMarkup(targetText))</p></figcaption>
      <div class="map">\(picture.svg(label: label(of: picture), cell))</div>
      \(leftOut)</figure>

      """
  }

  private func label(of picture: HeatMapPicture) -> String {
    "Attention of \(picture.rows.count) target words to \(picture.columns.count) source words"
  }

  private func cell(_ row: Int, _ column: Int) -> HeatMapPicture.Cell {
    let weight = weights[row][column]
    return HeatMapPicture.Cell(
      attributes: "fill-opacity=\"\(opacity(of: weight))\"",
      title: "\(isolated(target[row])) ← \(isolated(source[column])): \(percent(Double(weight)))")
  }

  private var leftOut: String {
    let sides = [("source", source.count), ("translation", target.count)]
    let notes = sides.filter { $0.1 > Self.mostWords }.map { side, count in
      "the first \(Self.mostWords) of \(grouped(count)) words of the \(side)"
    }
    return notes.isEmpty
      ? "" : "<p class=\"note\">Only \(notes.joined(separator: " and ")) are drawn.</p>\n"
  }
}
