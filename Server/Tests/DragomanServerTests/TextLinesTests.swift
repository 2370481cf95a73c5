// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DragomanServer

struct TextLinesTests {
  @Test(
    arguments: [
      ("", [""]), ("a", ["a"]), ("a\n", ["a", ""]), ("\n\na", ["", "", "a"]),
      ("a\r\nb\rc\nd", ["a", "b\rc", "d"]), ("a\u{2028}b", ["a\u{2028}b"]),
    ])
  func lineBreaksStay(text: String, lines: [String]) {
    let split = TextLines(text)
    #expect(split.lines == lines)
    #expect(split.joined(lines) == text)
    #expect(
      split.joined(lines.map { $0.uppercased() }) == text.uppercased())
  }
}
