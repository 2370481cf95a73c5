// SPDX-License-Identifier: Apache-2.0

import Files
import Text

/// A self-contained web page with the drawing of a model and the parameters of its parts.
public struct ModelPage: Sendable {
  public let title: String
  public let drawing: ModelDrawing

  public init(title: String, _ drawing: ModelDrawing) {
    self.title = title
    self.drawing = drawing
  }

  /// Writes the page atomically.
  ///
  /// - Throws: `FileError`.
  public func write(to path: String) throws {
    try writeFile(html(), to: path)
  }

  /// Returns the page. It is self-contained, and follows the reader's preference for light or dark.
  public func html() -> String {
    let facts = [total] + drawing.sizes
    return Page(
      title: title, style: String(decoding: PackageResources.model_css, as: UTF8.self),
      body: """
        <header>
        <h1>\(escapedForMarkup(title))</h1>
        <p>\(facts.map { "<span>\(escapedForMarkup($0))</span>" }.joined(separator: " "))</p>
        </header>
        <main>
        \(figures)\(table)</main>

        """
    ).html
  }

  private var total: String {
    drawing.counted ?? "\(grouped(drawing.parameterCount)) parameters"
  }

  private var figures: String {
    guard let unrolled = drawing.unrolled else {
      return figure("The model", "", drawing.rolled, name: "rolled")
    }
    return figure(
      "Rolled", "One step. A loop is the state that goes from one step to the next.",
      drawing.rolled, name: "rolled")
      + figure(
        "Unrolled", "Three steps. Boxes with the same name have the same weights.", unrolled,
        name: "unrolled")
  }

  private func figure(
    _ heading: String, _ caption: String, _ diagram: Diagram, name: String
  ) -> String {
    let svg = diagram.svg(label: "\(heading): \(title)", name: name)
    return """
      <figure>
      <figcaption><h2>\(heading)</h2>\(caption.isEmpty ? "" : "<p>\(caption)</p>")</figcaption>
      \(scrolled(svg, as: "diagram", label: heading))</figure>

      """
  }

  private var parameterTable: String {
    let rows = drawing.parts.flatMap { part in
      part.parameters.map { parameter in
        [
          part.title, parameter.name, parameter.shape.map(String.init).joined(separator: " × "),
          String(parameter.count),
        ]
      }
    }
    return Inspection.table([["part", "parameter", "shape", "count"]] + rows)
  }

  private var table: String {
    let parts = drawing.parts
    if parts.isEmpty { return "" }
    let rows = parts.map { part in
      let count = part.parameters.reduce(0) { $0 + $1.count }
      let parameters = part.parameters.map { parameter in
        """
        <tr><td>\(escapedForMarkup(parameter.name))</td>\
        <td>\(parameter.shape.map(grouped).joined(separator: " × "))</td>\
        <td>\(grouped(parameter.count))</td></tr>

        """
      }
      return """
        <tr class="part"><th colspan="2">\(escapedForMarkup(part.title))</th>\
        <td>\(grouped(count))</td></tr>
        \(parameters.joined())
        """
    }
    let table = """
      <table>
      \(rows.joined())<tr class="part"><th colspan="2">Total</th>\
      <td>\(grouped(drawing.parameterCount))</td></tr>
      </table>
      """
    return "<h2>Parameters</h2>\n<p>\(downloadLink("parameters.tsv", parameterTable))</p>\n"
      + scrolled(table, as: "diagram", label: "Parameters")
  }
}
