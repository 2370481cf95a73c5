// SPDX-License-Identifier: Apache-2.0

import Files
import Text

/// The states of a network after each symbol of a text.
public struct StateMap: Sendable {
  /// The place of the text among the inputs, from 1.
  public let number: Int
  public let text: String
  /// The symbol of each step.
  public let symbols: [String]
  /// The name of each state.
  public let names: [String]
  /// `[step, state]`
  public let states: [[Float]]

  public init(
    number: Int, text: String, symbols: [String], names: [String], states: [[Float]]
  ) {
    precondition(states.count == symbols.count, "states for each step")
    precondition(states.allSatisfy { $0.count == names.count }, "a value for each state")
    self.number = number
    self.text = text
    self.symbols = symbols
    self.names = names
    self.states = states
  }

  /// The number of the text, the step, its symbol, the state and its value.
  fileprivate var rows: [[String]] {
    zip(symbols, states).enumerated().flatMap { step, read in
      zip(names, read.1).map { name, value in
        ["\(number)", "\(step + 1)", read.0, name, "\(value)"]
      }
    }
  }
}

/// A self-contained web page with heat maps of states, one for each text.
public struct StatePage: Sendable {
  public let title: String
  public let maps: [StateMap]
  /// The value with the strongest colour: the largest on the page, at least 1.
  private let scale: Float

  public init(title: String, maps: [StateMap]) {
    self.title = title
    self.maps = maps
    scale = maps.flatMap(\.states).joined().reduce(1) { $1.isFinite ? max($0, abs($1)) : $0 }
  }

  /// Writes the page atomically.
  ///
  /// - Throws: `FileError`.
  public func write(to path: String) throws {
    try writeFile(html(), to: path)
  }

  /// Returns the page. It is self-contained, and follows the reader's preference for light or dark.
  public func html() -> String {
    Page(
      title: title, lightProperties: SignedColours.light, darkProperties: SignedColours.dark,
      style: String(decoding: PackageResources.heatmap_css, as: UTF8.self) + SignedColours.style,
      body: """
        <header>
        <h1>\(escapedForMarkup(title))</h1>
        <p>Each column is a step: it shows the state after the network has read the symbol above it. \
        Hover over a cell to see its value. \
        \(downloadLink("states.tsv", table([columns] + maps.flatMap(\.rows))))</p>
        \(legend)
        </header>
        <main>
        \(maps.map(figure).joined())</main>

        """
    ).html
  }

  private var columns: [String] { ["text", "step", "symbol", "state", "value"] }

  private var legend: String {
    let swatches = [-1, -0.5, 0, 0.5, 1].map { (share: Float) in
      "<span><i\(sign(share)) style=\"opacity: \(strength(share))\"></i>"
        + "\(text(of: share * scale))</span>"
    }
    return "<p class=\"legend\">\(swatches.joined(separator: " "))</p>"
  }

  private func figure(_ map: StateMap) -> String {
    let most = HeatMapPicture.mostLabels
    let picture = HeatMapPicture(
      columns: Array(map.symbols.prefix(most)), rows: Array(map.names.prefix(most)),
      mayBeUpright: true)
    let label =
      "States after \(picture.columns.count) steps: \(picture.rows.count) values each"
    let svg = picture.svg(label: label) { row, column in
      let value = map.states[column][row]
      return HeatMapPicture.Cell(
        attributes: "fill-opacity=\"\(strength(value / scale))\"" + sign(value),
        title: "\(isolated(map.names[row])) after \(isolated(map.symbols[column])): "
          + text(of: value))
    }
    return """
      <figure>
      <figcaption><b>\(grouped(map.number))</b>
      <p dir="auto">\(escapedForMarkup(map.text))</p></figcaption>
      \(scrolled(svg, as: "map", label: "Heat map"))\(leftOut(of: map))</figure>

      """
  }

  private func leftOut(of map: StateMap) -> String {
    let most = HeatMapPicture.mostLabels
    let notes = [("steps", map.symbols.count), ("states", map.names.count)]
      .filter { $0.1 > most }
      .map { "the first \(most) of \(grouped($0.1)) \($0.0)" }
    return notes.isEmpty
      ? "" : "<p class=\"note\">Only \(notes.joined(separator: " and ")) are drawn.</p>\n"
  }

  /// Returns the class of a negative value as an attribute.
  private func sign(_ value: Float) -> String { value < 0 ? SignedColours.negative : "" }

  /// Returns the opacity of a share of the scale, from −1 to 1.
  private func strength(_ share: Float) -> String {
    decimal(Double(min(1, abs(share))), places: 2)
  }

  private func text(of value: Float) -> String { significant(Double(value), digits: 4) }
}
