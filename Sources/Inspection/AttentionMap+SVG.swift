// SPDX-License-Identifier: Apache-2.0

import Text

extension AttentionMap {
  private static let mostWords = HeatMapPicture.mostLabels

  /// The map, with its sentences above it.
  var figure: String {
    """
    <figure>
    <figcaption><b>\(grouped(number))</b>
    <p dir="auto">\(escapedForMarkup(sourceText))</p>
    <p dir="auto">\(escapedForMarkup(targetText))</p></figcaption>
    \(scrolled(svg, as: "map", label: "Heat map"))\(leftOut)</figure>

    """
  }

  /// The map as a figure of a page.
  package var pageFigure: PageFigure { .heatMap(PageHeatMap(title: sourceText, svg: svg)) }

  private var svg: String {
    let picture = HeatMapPicture(
      columns: Array(source.prefix(Self.mostWords)), rows: Array(target.prefix(Self.mostWords)))
    return picture.svg(label: label(of: picture), cell)
  }

  /// Returns the weights that maps show as tab-separated text, one on each line.
  package static func table(_ maps: [AttentionMap]) -> String {
    var text = "sentence\ttarget word\tsource word\tweight\n"
    for map in maps {
      for (word, weights) in zip(map.target, map.weights).prefix(mostWords) {
        for (source, weight) in zip(map.source, weights).prefix(mostWords) {
          text +=
            "\(map.number)\t\(tableCell(word))\t\(tableCell(source))\t\(weight)\n"
        }
      }
    }
    return text
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
