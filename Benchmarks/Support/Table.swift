// SPDX-License-Identifier: Apache-2.0

/// Prints cells in columns. The first column is aligned left, the others right.
package func printTable(_ rows: [[String]]) {
  let columns = rows.first?.indices ?? 0..<0
  let widths = columns.map { column in rows.map { $0[column].count }.max() ?? 0 }
  for row in rows {
    let cells = columns.map { column in
      let padding = String(repeating: " ", count: widths[column] - row[column].count)
      return column == 0 ? row[column] + padding : padding + row[column]
    }
    print(cells.joined(separator: "  "))
  }
}

/// Formats a number with `places` decimals.
package func decimal(_ value: Double, places: Int) -> String {
  var scale = 1.0
  for _ in 0..<places { scale *= 10 }
  let digits = String(Int((value * scale).rounded()))
  if places == 0 { return digits }
  let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
  return padded.dropLast(places) + "." + padded.suffix(places)
}
