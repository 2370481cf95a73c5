// SPDX-License-Identifier: Apache-2.0

import Glibc
import Text

/// The looks of points in a static picture: one for each group, or one for each step from rare to
/// frequent.
struct Colouring {
  enum Shape: Int {
    case circle, square, triangle, diamond

    /// The outline around the centre of the marker, as path commands. A circle is the round cap of
    /// a line of zero length.
    func outline(radius: Double) -> String {
      let r = decimal(radius * (self == .square ? 0.86 : 1.25), places: 1)
      let double = decimal(radius * (self == .square ? 1.72 : 2.5), places: 1)
      return switch self {
      case .circle: "h0"
      case .square: "m-\(r)-\(r)h\(double)v\(double)h-\(double)z"
      case .triangle: "m0-\(r)l\(r) \(double)h-\(double)z"
      case .diamond: "m0-\(r)l\(r) \(r)-\(r) \(r)-\(r)-\(r)z"
      }
    }
  }

  private let groups: [String]
  private let lookOfGroup: [String: Int]
  private let hasOthers: Bool
  private let lowestCount, highestCount: Int

  private static let rampSteps = 12

  init(of plot: ScatterPlot) {
    groups = plot.groups
    lookOfGroup = Dictionary(uniqueKeysWithValues: zip(plot.groups, plot.groups.indices))
    let counts = plot.points.map { max(1, $0.count) }
    lowestCount = counts.min() ?? 1
    highestCount = counts.max() ?? 1
    hasOthers = plot.points.contains { $0.group == nil }
  }

  private var isByGroup: Bool { !groups.isEmpty }

  /// The number of looks: one per group and one for words without a group, or the steps of the
  /// ramp.
  var lookCount: Int { isByGroup ? groups.count + 1 : Self.rampSteps }

  /// The looks in painting order, from back to front.
  var paintOrder: [Int] {
    isByGroup ? [groups.count] + groups.indices : Array(0..<Self.rampSteps)
  }

  func look(of point: ScatterPlot.Point) -> Int {
    if isByGroup { return point.group.flatMap { lookOfGroup[$0] } ?? groups.count }
    return Int((position(of: point.count) * Double(Self.rampSteps - 1)).rounded())
  }

  func look(ofGroup group: String?) -> Int {
    isByGroup ? group.flatMap { lookOfGroup[$0] } ?? groups.count : Self.rampSteps - 1
  }

  func colour(of look: Int, in palette: Palette) -> String {
    if !isByGroup { return palette.rampColour(Double(look) / Double(Self.rampSteps - 1)) }
    return look == groups.count ? palette.other : palette.groups[look % palette.groups.count]
  }

  /// Returns the shape of a look. Groups after the eighth reuse the colours with other shapes.
  func shape(of look: Int) -> Shape {
    guard isByGroup, look < groups.count else { return .circle }
    return Shape(rawValue: look / 8 % 4) ?? .circle
  }

  /// Returns the position of a count between the lowest (0) and the highest (1), on a logarithmic
  /// scale.
  private func position(of count: Int) -> Double {
    guard highestCount > lowestCount else { return 0 }
    return log(Double(max(1, count)) / Double(lowestCount))
      / log(Double(highestCount) / Double(lowestCount))
  }

  func legend(left: Double, top: Double, bottom: Double) -> String {
    isByGroup ? groupLegend(left, top, bottom) : frequencyLegend(left, top)
  }

  private func groupLegend(_ left: Double, _ top: Double, _ bottom: Double) -> String {
    var text = "<text class=\"heading\" x=\"\(left)\" y=\"\(top)\">Group</text>\n"
    let rowHeight = 20.0
    let room = Int((bottom - top) / rowHeight) - 1
    let looks = Array(groups.indices) + (hasOthers ? [groups.count] : [])
    for (row, look) in looks.prefix(room).enumerated() {
      let y = top + Double(row + 1) * rowHeight
      let kind = shape(of: look) == .circle ? "dot" : "shape"
      let marker = "M\(left + 6) \(y - 4)" + shape(of: look).outline(radius: 4.5)
      let width = kind == "dot" ? " style=\"stroke-width: 9px\"" : ""
      let name = look == groups.count ? "other words" : shortened(groups[look])
      text += "<path class=\"s\(look) \(kind)\"\(width) d=\"\(marker)\"/>"
      text += "<text x=\"\(left + 20)\" y=\"\(y)\">\(escapedForMarkup(name))</text>\n"
    }
    if looks.count > room {
      let y = top + Double(room + 1) * rowHeight
      text +=
        "<text class=\"muted\" x=\"\(left + 20)\" y=\"\(y)\">and \(looks.count - room) more</text>\n"
    }
    return text
  }

  private func frequencyLegend(_ left: Double, _ top: Double) -> String {
    let height = 180.0
    let ramp = Rectangle(left: left, top: top + 18, right: left + 12, bottom: top + 18 + height)
    let stops = (0..<5).map { "<stop class=\"r\($0)\" offset=\"\(Double($0) / 4)\"/>" }.joined()
    var text = """
      <text class="heading" x="\(left)" y="\(top)">Occurrences</text>
      <linearGradient id="ramp" x1="0" y1="1" x2="0" y2="0">\(stops)</linearGradient>
      <rect x="\(left)" y="\(ramp.top)" width="12" height="\(height)" rx="3" fill="url(#ramp)"/>

      """
    for count in legendCounts {
      let y = decimal(ramp.bottom - position(of: count) * height + 4, places: 1)
      text += "<text class=\"muted\" x=\"\(left + 20)\" y=\"\(y)\">\(grouped(count))</text>\n"
    }
    return text
  }

  /// The lowest and the highest count, and the powers of ten that are well between them.
  private var legendCounts: [Int] {
    let powers = sequence(first: 1) { $0 < 1_000_000_000_000 ? $0 * 10 : nil }
      .filter { Double($0) > 2 * Double(lowestCount) && $0 < highestCount / 2 }
    return lowestCount < highestCount ? [lowestCount] + powers + [highestCount] : [lowestCount]
  }
}

/// Shortens a text to at most 18 characters.
private func shortened(_ text: String) -> String {
  text.count <= 18 ? text : text.prefix(17) + "…"
}
