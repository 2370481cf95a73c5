// SPDX-License-Identifier: Apache-2.0

import Glibc
import Text

/// The lines of standard input. Bytes that are no UTF-8 are replaced, very long lines cut; both are
/// reported.
struct InputLines {
  private let reader = LineReader(descriptor: STDIN_FILENO, name: "standard input")
  private let console = Console()

  /// On a terminal, says what the program waits for.
  init() {
    if isatty(STDIN_FILENO) == 1 {
      console.note("Type a line and press Return; Ctrl-D ends.")
    }
  }

  /// The next line, waited for; nil at the end.
  mutating func next() throws -> TextLine? {
    guard let line = try reader.next() else { return nil }
    if !line.isValid {
      console.note(
        "standard input, line \(line.number): not valid UTF-8; read with U+FFFD in place of it.")
    }
    if line.isCut {
      console.note(
        "standard input, line \(line.number): longer than 16 MiB; what goes beyond is left out.")
    }
    return line
  }

  /// Whether `next()` returns without waiting.
  mutating func hasLineReady() throws -> Bool { try reader.hasLineReady() }
}
