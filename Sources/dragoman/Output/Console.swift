// SPDX-License-Identifier: Apache-2.0

import Files
import Glibc

/// Standard error: notes, one per line, and on a terminal a progress line below them that is rewritten
/// in place. Write errors are ignored: there is nowhere left to report them.
struct Console {
  let isTerminal = isatty(STDERR_FILENO) == 1
  private let hasColor: Bool

  init() {
    func variable(_ name: String) -> String? {
      unsafe getenv(name).map { unsafe String(cString: $0) }
    }
    let isPlain = !(variable("NO_COLOR") ?? "").isEmpty || variable("TERM") == "dumb"
    hasColor = isTerminal && !isPlain
  }

  /// Writes a line.
  func note(_ text: String) { write(text + "\n") }

  /// Rewrites the progress line: the title, and as many of `parts` as fit on the terminal.
  func showProgress(_ title: String, _ parts: [String]) {
    guard isTerminal else { return }
    let width = width
    var rest = ""
    for part in parts where title.count + rest.count + part.count + 2 < width {
      rest += "  " + part
    }
    write("\r\u{1B}[K" + bold(title) + rest)
  }

  func clearProgress() {
    if isTerminal { write("\r\u{1B}[K") }
  }

  func bold(_ text: String) -> String { hasColor ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

  /// The width of the terminal in columns.
  private var width: Int {
    var size = winsize()
    guard unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return 80
    }
    return Int(size.ws_col)
  }

  private func write(_ text: String) {
    // The names of files are written as they are.
    var rest = text.systemBytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { bytes in
        unsafe Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
