// SPDX-License-Identifier: Apache-2.0

import Text

extension Diagram {
  /// Returns the diagram as a picture. `label` describes it; `name` distinguishes it from other
  /// pictures of the page.
  func svg(label: String, name: String) -> String {
    let layout = DiagramLayout(self)
    let (width, height) = (number(layout.width), number(layout.height))
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" \
      height="\(height)" role="img" aria-label="\(escapedForMarkup(label))">
      <marker id="\(name)" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" \
      orient="auto"><path class="head" d="M0 0L8 4L0 8z"/></marker>
      \(arrows.map { svg($0, layout, name) }.joined())\
      \(boxes.map { svg($0, layout, name) }.joined())</svg>
      """
  }

  private func svg(_ arrow: Arrow, _ layout: DiagramLayout, _ name: String) -> String {
    let (from, to) = layout.ends(of: arrow)
    return line(
      "M\(number(from.x)) \(number(from.y))L\(number(to.x)) \(number(to.y))", head: name)
      + text(arrow.label, in: layout.label(of: arrow))
  }

  private func svg(_ box: Box, _ layout: DiagramLayout, _ name: String) -> String {
    let place = layout.rectangle(of: box)
    let first =
      (place.top + place.bottom) / 2 + 4
      - Double(box.lines.count - 1) / 2 * DiagramLayout.lineHeight
    let lines = box.lines.enumerated().map { index, line in
      let y = first + Double(index) * DiagramLayout.lineHeight
      let kind = index == 0 && box.style != .symbol ? " class=\"title\"" : ""
      return """
        <text\(kind) text-anchor="middle" x="\(number((place.left + place.right) / 2))" \
        y="\(number(y))">\(escapedForMarkup(line))</text>

        """
    }
    let frame =
      box.style == .symbol
      ? ""
      : """
      <rect class="\(box.style.rawValue)" x="\(number(place.left))" y="\(number(place.top))" \
      width="\(number(place.width))" height="\(number(place.height))" rx="5"/>

      """
    return frame + lines.joined() + (box.loop.map { svg($0, box, place, layout, name) } ?? "")
  }

  private func svg(
    _ loop: Loop, _ box: Box, _ place: Rectangle, _ layout: DiagramLayout, _ name: String
  ) -> String {
    let side = loop.isLeft ? -1.0 : 1.0
    let (x, y) = (loop.isLeft ? place.left : place.right, (place.top + place.bottom) / 2)
    let far = x + side * DiagramLayout.loopWidth
    let path =
      "M\(number(x)) \(number(y - 9))C\(number(far)) \(number(y - 18)) \(number(far)) "
      + "\(number(y + 18)) \(number(x)) \(number(y + 9))"
    return line(path, head: name) + text(loop.label, in: layout.label(of: loop, box))
  }

  private func line(_ path: String, head: String) -> String {
    "<path class=\"arrow\" marker-end=\"url(#\(head))\" d=\"\(path)\"/>\n"
  }

  private func text(_ text: String, in place: Rectangle) -> String {
    if text.isEmpty { return "" }
    return """
      <text class="label" x="\(number(place.left))" y="\(number(place.bottom - 4))">\
      \(escapedForMarkup(text))</text>

      """
  }

  private func number(_ length: Double) -> String { decimal(length, places: 1) }
}
