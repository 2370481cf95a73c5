// SPDX-License-Identifier: Apache-2.0

package import Lectures
import Text

extension LectureClaim {
  /// The measured value, with its unit.
  package var measurement: String { unit.text(measured) }

  /// The values for which the claim holds.
  package var expectation: String {
    switch (least, most) {
    case (let least?, let most?) where least == most: unit.text(least)
    case (let least?, let most?): "\(unit.text(least)) to \(unit.text(most))"
    case (let least?, nil): "at least \(unit.text(least))"
    case (nil, let most?): "at most \(unit.text(most))"
    case (nil, nil): ""
    }
  }
}

extension LectureUnit {
  /// Formats a value: a share with at most one decimal, a number with at most two.
  package func text(_ value: Double) -> String {
    switch self {
    case .share: trimmed(value * 100, places: 1) + "\u{A0}%"
    case .number(let name): trimmed(value, places: 2) + (name.isEmpty ? "" : "\u{A0}" + name)
    }
  }

  /// Formats a value on an axis with `places` decimals; the name is in the title of the axis.
  func tick(_ value: Double, places: Int) -> String {
    switch self {
    case .share: decimal(value * 100, places: max(0, places - 2)) + "\u{A0}%"
    case .number: decimal(value, places: places)
    }
  }
}

/// Formats a number with up to `places` decimals, without zeros at the end.
private func trimmed(_ value: Double, places: Int) -> String {
  let text = decimal(value, places: places)
  guard let point = text.firstIndex(of: "."), !text.contains("e") else { return text }
  let end = text[point...].reversed().drop { $0 == "0" }
  let kept = text[..<point] + String(end.reversed())
  return String(kept.hasSuffix(".") ? kept.dropLast() : kept)
}
