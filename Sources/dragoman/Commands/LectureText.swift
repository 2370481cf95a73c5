// SPDX-License-Identifier: Apache-2.0

import Lectures
import Messages
import Text

extension LectureCommand {
  /// Reads the lines of a text that are not empty, to be divided into a training set and others.
  ///
  /// - Throws: `TooFewLinesError`, `FileError`, `TextFormatError` or `TextEncodingError`.
  func textLines(path: String) throws -> [String] {
    let reader = try LineReader(path: path)
    var lines: [String] = []
    while let line = try reader.next() {
      if !line.text.isEmpty { lines.append(line.text) }
    }
    guard lines.count >= 10 else { throw TooFewLinesError(path: path, lines: lines.count) }
    return lines
  }
}

/// A text with too few lines to be divided.
struct TooFewLinesError: Explainable, Equatable {
  let path: String
  let lines: Int

  var explanation: ErrorText {
    ErrorText(
      .badData,
      "\(path) has \(counted(lines, "line")), which is too few to divide.",
      advice: "Give a text with 10 lines or more.")
  }
}
