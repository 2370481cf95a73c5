// SPDX-License-Identifier: Apache-2.0

import Text

extension AttentionMap {
  /// The maximum number of words drawn on each side: browsers cannot show a page with many more.
  static let mostWords = 200

  /// The map, with its sentences above it.
  var figure: String {
    let picture = AttentionPicture(
      source: Array(source.prefix(Self.mostWords)), target: Array(target.prefix(Self.mostWords)))
    return """
      <figure>
      <figcaption><b>\(grouped(number))</b>
      <p dir="auto">\(escapedForMarkup(sourceText))</p>
      <p dir="auto">\(escapedForMarkup(targetText))</p></figcaption>
      <div class="map">\(picture.svg(weights))</div>
      \(leftOut)</figure>

      """
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

/// The layout of words and cells, in pixels.
private struct AttentionPicture {
  private static let cell = 20.0
  private static let fontSize = 12.0
  /// The maximum width of a label; longer ones are cut.
  private static let longestLabel = 120.0
  /// The cosine and sine of 60 degrees, the slope of the labels above the map.
  private static let (cosine, sine) = (0.5, 0.866)

  let source, target: [String]
  private let sourceLabels, targetLabels: [String]
  private let left, top, width, height: Double

  init(source: [String], target: [String]) {
    func longest(_ labels: [String]) -> Double {
      labels.reduce(0) { max($0, estimatedWidth($1) * Self.fontSize) }
    }
    self.source = source
    self.target = target
    sourceLabels = source.map { cut($0, toWidth: Self.longestLabel / Self.fontSize) }
    targetLabels = target.map { cut($0, toWidth: Self.longestLabel / Self.fontSize) }
    let rise = longest(sourceLabels)
    left = (longest(targetLabels) + 14).rounded(.up)
    top = (rise * Self.sine + 20).rounded(.up)
    width = (left + Double(source.count) * Self.cell + rise * Self.cosine).rounded(.up)
    height = (top + Double(target.count) * Self.cell + 2).rounded(.up)
  }

  func svg(_ weights: [[Float]]) -> String {
    let size = "\(number(width)) \(number(height))"
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" width="\(number(width))" \
      height="\(number(height))" role="img" \
      aria-label="Attention of \(target.count) target words to \(source.count) source words">
      \(sourceLabels.indices.map(columnLabel).joined())\
      \(targetLabels.indices.map { row($0, weights[$0]) }.joined())</svg>
      """
  }

  private func columnLabel(_ column: Int) -> String {
    let x = number(left + (Double(column) + 0.5) * Self.cell + 4)
    return """
      <text transform="translate(\(x) \(number(top - 6))) rotate(-60)">\
      \(content(sourceLabels[column], of: source[column]))</text>

      """
  }

  private func row(_ row: Int, _ weights: [Float]) -> String {
    let cells = zip(source.indices, weights).map { column, weight in
      """
      <rect x="\(number(left + Double(column) * Self.cell))" width="20" height="20" \
      fill-opacity="\(opacity(of: weight))"><title>\(isolated(target[row])) ← \
      \(isolated(source[column])): \(percent(Double(weight)))</title></rect>

      """
    }
    return """
      <g transform="translate(0 \(number(top + Double(row) * Self.cell)))">
      <text class="target" x="\(number(left - 8))" y="14">\
      \(content(targetLabels[row], of: target[row]))</text>
      \(cells.joined())</g>

      """
  }

  /// Returns a label and, if it was cut, the whole word as its title.
  private func content(_ label: String, of word: String) -> String {
    let title = label == word ? "" : "<title>\(escapedForMarkup(word))</title>"
    return title + escapedForMarkup(label)
  }

  /// Isolates a word, so that its direction does not affect the text around it.
  private func isolated(_ word: String) -> String { "\u{2068}\(escapedForMarkup(word))\u{2069}" }

  private func number(_ length: Double) -> String { decimal(length, places: 0) }
}

/// Cuts a text to `width`, in units of the font size, with an ellipsis.
private func cut(_ text: String, toWidth width: Double) -> String {
  if estimatedWidth(text) <= width { return text }
  var (beginning, used) = ("", estimatedWidth("…"))
  for character in text {
    used += estimatedWidth(String(character))
    if used > width { break }
    beginning.append(character)
  }
  return beginning + "…"
}
