// SPDX-License-Identifier: Apache-2.0

/// A text as its lines, which are translated one by one, and the line breaks between them, which stay.
struct TextLines: Sendable {
  private(set) var lines: [String] = []
  private var breaks: [String] = []

  init(_ text: String) {
    var line = ""
    for character in text {
      if character == "\n" || character == "\r\n" {
        lines.append(line)
        breaks.append(String(character))
        line = ""
      } else {
        line.append(character)
      }
    }
    lines.append(line)
  }

  /// Returns a text with other lines and the same line breaks.
  func joined(_ others: [String]) -> String {
    precondition(others.count == lines.count, "a line for each line")
    return zip(others, breaks + [""]).reduce(into: "") { $0 += $1.0 + $1.1 }
  }
}
