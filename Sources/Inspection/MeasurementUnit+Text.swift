// SPDX-License-Identifier: Apache-2.0

import Text

extension MeasurementUnit {
  /// Formats a value: a share with at most one decimal, a number with at most two, and a small one
  /// with three significant digits.
  package func text(_ value: Double) -> String {
    switch self {
    case .share: trimmed(value * 100, places: 1) + "\u{A0}%"
    case .number(let name): short(value) + (name.isEmpty ? "" : "\u{A0}" + name)
    }
  }

  /// Formats a value on an axis with `places` decimals; the name is in the title of the axis.
  func tick(_ value: Double, places: Int) -> String {
    switch self {
    case .share: decimal(value * 100, places: max(0, places - 2)) + "\u{A0}%"
    case .number:
      places > 6 ? significant(value, digits: 6) : decimal(value, places: places)
    }
  }
}

private func short(_ value: Double) -> String {
  (1e-300..<0.1).contains(value.magnitude)
    ? significant(value, digits: 3) : trimmed(value, places: 2)
}

/// Formats a number with up to `places` decimals, without zeros at the end.
private func trimmed(_ value: Double, places: Int) -> String {
  let text = decimal(value, places: places)
  guard let point = text.firstIndex(of: "."), !text.contains("e") else { return text }
  let end = text[point...].reversed().drop { $0 == "0" }
  let kept = text[..<point] + String(end.reversed())
  return String(kept.hasSuffix(".") ? kept.dropLast() : kept)
}
