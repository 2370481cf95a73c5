// SPDX-License-Identifier: Apache-2.0

import Compute

/// The next character from the last m characters, or from a state: lines of a text, divided at
/// random, and a table of pairs that shows the difference.
package struct WindowOrState: LectureData {
  /// The number of characters in the windows of the table.
  package static let window = 3
  /// The symbol of the table for what is before the beginning of a line.
  package static let start: Character = "^"

  package let text: [String]

  package init(_ text: [String]) { self.text = text }

  /// Eight tenths of the lines are for training, a tenth is the dev set and a tenth the test set.
  /// `pairs.tsv` has the windows of the first training line and the character after each.
  package func files(seed: UInt64) -> [LectureFile] {
    var random = LecturePart.training.random(seed: seed)
    let lines = text.shuffled(using: &random)
    let tenth = text.count / 10
    let training = Array(lines.dropFirst(2 * tenth))
    return [
      LectureFile("train.txt", training),
      LectureFile("dev.txt", Array(lines[tenth..<2 * tenth])),
      LectureFile("test.txt", Array(lines[..<tenth])),
      LectureFile("pairs.tsv", Self.pairs(of: training.first ?? "")),
    ]
  }

  /// Returns a line for each character of `line`: the window before it, a tab, and the character.
  /// As a machine that remembers exactly the window, the first column is its state.
  package static func pairs(of line: String) -> [String] {
    var state = Array(repeating: start, count: window)
    return line.map { character in
      defer { state = state.dropFirst() + [character] }
      return String(state) + "\t" + String(character)
    }
  }
}
