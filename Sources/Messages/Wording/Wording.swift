// SPDX-License-Identifier: Apache-2.0

import Text

/// Returns `1 line` or `2 lines`.
package func counted(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
  grouped(number) + " " + (number == 1 ? noun : plural ?? noun + "s")
}

/// Returns `a, b and c`.
package func listed(_ words: [String], _ conjunction: String = "and") -> String {
  guard words.count > 1, let last = words.last else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " \(conjunction) " + last
}

/// Formats a share of 1 as `3.2 %`.
package func percent(_ share: Double) -> String { decimal(100 * share, places: 1) + " %" }

/// Formats seconds as `12.3 s`, `3 min 12 s` or `2 h 05 min`.
package func duration(_ seconds: Double) -> String {
  if seconds < 60 { return decimal(seconds, places: 1) + " s" }
  let whole = Int(min(seconds, 1e9).rounded())
  func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
  return whole < 3600
    ? "\(whole / 60) min \(padded(whole % 60)) s"
    : "\(whole / 3600) h \(padded(whole % 3600 / 60)) min"
}

/// Formats bytes as `412 MB`, in units of 1000.
package func size(bytes: Int) -> String {
  bytes < 1_000_000_000
    ? decimal(Double(bytes) / 1e6, places: 0) + " MB"
    : decimal(Double(bytes) / 1e9, places: 2) + " GB"
}
