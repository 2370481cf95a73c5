// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Texts in columns side by side, wrapped at spaces. If there is no room for all columns, the others
/// are below.
struct TextColumns {
  private static let gap = " │ "
  private static let minimumWidth = 20

  /// The paragraphs of each column.
  private let columns: [[String]]
  private let columnWidth: Int
  private let columnsPerRow: Int

  init(_ columns: [[String]], width: Int) {
    self.columns = columns
    let gap = Self.gap.count
    columnsPerRow = max(1, min(columns.count, (width + gap) / (Self.minimumWidth + gap)))
    columnWidth = max(1, (width + gap) / columnsPerRow - gap)
  }

  /// The value of COLUMNS, or the width of the terminal on standard output, or 80.
  static var availableWidth: Int {
    if let value = unsafe getenv("COLUMNS"), let width = unsafe Int(String(cString: value)),
      width > 0
    {
      return width
    }
    var size = winsize()
    let isTerminal = unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0
    return isTerminal && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  var text: String {
    stride(from: 0, to: columns.count, by: columnsPerRow).map {
      row(columns[$0..<min($0 + columnsPerRow, columns.count)])
    }.joined(separator: "\n\n")
  }

  private func row(_ columns: ArraySlice<[String]>) -> String {
    let lines = columns.map { $0.flatMap { wrapped($0, to: columnWidth) } }
    return (0..<(lines.map(\.count).max() ?? 0)).map { index in
      let cells = lines.map { index < $0.count ? $0[index] : "" }
      let padded = cells.map {
        $0 + String(repeating: " ", count: max(0, columnWidth - cellCount(of: $0)))
      }
      return trimmedEnd(padded.joined(separator: Self.gap))
    }.joined(separator: "\n")
  }

  private func trimmedEnd(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}

/// Returns the lines of a text, none of which is wider than `width` if its characters are not. Tabs
/// become spaces; other control characters are left out.
private func wrapped(_ text: String, to width: Int) -> [String] {
  var lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
  if lines.count > 1, lines.last?.isEmpty == true { lines.removeLast() }
  return lines.flatMap { line in
    wrappedLine(line.replacing("\t", with: "    ").filter { !isControl($0) }, to: width)
  }
}

private func wrappedLine(_ line: String, to width: Int) -> [String] {
  var lines: [String] = []
  var current: [Character] = []
  var used = 0
  for character in line {
    if used + cellCount(of: character) > width, !current.isEmpty {
      // The space where a line ends is not printed.
      let space = character == " " ? current.count : current.lastIndex(of: " ")
      let rest = character == " " ? [] : space.map { Array(current[($0 + 1)...]) } ?? []
      lines.append(String(current[..<(space ?? current.count)]))
      current = rest
      used = rest.reduce(0) { $0 + cellCount(of: $1) }
      if character == " " { continue }
    }
    current.append(character)
    used += cellCount(of: character)
  }
  return lines + [String(current)]
}

private func isControl(_ character: Character) -> Bool {
  character.unicodeScalars.allSatisfy { $0.properties.generalCategory == .control }
}

private func cellCount(of text: String) -> Int { text.reduce(0) { $0 + cellCount(of: $1) } }

/// Returns the number of cells of a terminal that a character fills: two for ideographs, Hangul, kana,
/// full-width forms and emoji (UAX #11), one for others.
private func cellCount(of character: Character) -> Int {
  guard let scalar = character.unicodeScalars.first else { return 0 }
  switch scalar {
  case _ where scalar.properties.isEmojiPresentation: return 2
  case "\u{1100}"..."\u{115F}", "\u{2E80}"..."\u{A4CF}", "\u{AC00}"..."\u{D7A3}",
    "\u{F900}"..."\u{FAFF}", "\u{FE30}"..."\u{FE6F}", "\u{FF00}"..."\u{FF60}",
    "\u{20000}"..."\u{3FFFD}":
    return 2
  default: return 1
  }
}
