// SPDX-License-Identifier: Apache-2.0

/// The colours of the plots on a light or a dark background.
///
/// Any two of the group colours and `other` differ by at least 31 (light) or 27 (dark) in CIELAB,
/// with normal vision and with protanopia, deuteranopia and tritanopia, simulated after Machado,
/// Oliveira and Fernandes (2009).
struct Palette {
  let background, ink, muted, grid, edge, raised, accent: String
  /// The colours of points without a group, and of points that are faded while another group is
  /// shown alone.
  let other, faded: String
  let groups: [String]
  /// From rare to frequent.
  let ramp: [String]

  static let light = Palette(
    background: "#FFFFFF", ink: "#1B1F24", muted: "#59636E", grid: "#EEF0F2", edge: "#C5CBD2",
    raised: "#F1F3F5", accent: "#D1242F", other: "#A3ABB5", faded: "#DFE3E7",
    groups: [
      "#3364FF", "#BB3300", "#0BB869", "#D186EC", "#F49B04", "#32445D", "#5F0089", "#420000",
    ],
    ramp: ["#A9D6C8", "#5DB6C2", "#2B87B8", "#2A56A0", "#1B1F5E"])

  static let dark = Palette(
    background: "#14171C", ink: "#E8EBEE", muted: "#9BA5B0", grid: "#22272E", edge: "#3D454F",
    raised: "#262C34", accent: "#FF8182", other: "#6B7480", faded: "#2A3038",
    groups: [
      "#306EFF", "#FF4500", "#28D389", "#D2A7E5", "#F5FC55", "#CCFFF3", "#A04EB4", "#B84B3C",
    ],
    ramp: ["#3B5578", "#2F7F96", "#35A98C", "#8BD15F", "#FBE84A"])

  /// The colours as CSS custom properties, `--ink` and so on.
  var properties: String { colours.map { "--\($0): \($1);" }.joined(separator: " ") }

  /// CSS rules that give elements of the classes `group-0`, `group-1` … the colours of groups.
  static let groupRules = light.groups.indices.map {
    ".group-\($0) { color: var(--group-\($0)); }\n"
  }.joined()

  /// Returns the classes of a line: after the last colour, dashed ones begin again with the first.
  static func lineClass(_ index: Int?) -> String {
    let count = light.groups.count
    return index.map { "group-\($0 % count)" + ($0 < count ? "" : " dashed") } ?? "other"
  }

  /// Returns CSS with colours in place of the custom properties.
  func resolving(_ css: String) -> String {
    colours.reduce(css) { $0.replacing("var(--\($1.name))", with: $1.colour) }
  }

  private var colours: [(name: String, colour: String)] {
    let named = [
      ("background", background), ("ink", ink), ("muted", muted), ("grid", grid), ("edge", edge),
      ("raised", raised), ("accent", accent), ("other", other), ("faded", faded),
    ]
    let groups = groups.enumerated().map { ("group-\($0)", $1) }
    let ramp = ramp.enumerated().map { ("ramp-\($0)", $1) }
    return named + groups + ramp
  }

  /// Returns the colour at a position on the ramp, from 0 (rare) to 1 (frequent), interpolated
  /// between its stops.
  func rampColour(_ place: Double) -> String {
    let at = place * Double(ramp.count - 1)
    let low = min(Int(at), ramp.count - 2)
    let (from, to) = (channels(ramp[low]), channels(ramp[low + 1]))
    let mixed = zip(from, to).map {
      Int((Double($0) + (at - Double(low)) * Double($1 - $0)).rounded())
    }
    return "#"
      + mixed.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
  }
}

/// Returns the red, green and blue components of a colour `#RRGGBB`, from 0 to 255.
private func channels(_ colour: String) -> [Int] {
  let value = Int(colour.dropFirst(), radix: 16) ?? 0
  return [value >> 16, value >> 8 & 0xFF, value & 0xFF]
}
