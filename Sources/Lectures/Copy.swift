// SPDX-License-Identifier: Apache-2.0

import Compute

/// Strings to be repeated, or to be written in reverse order.
package struct Copy: LectureData {
  /// The maximum length of a training string.
  package let length: Int
  /// The number of training strings.
  package let count: Int
  package let isReversed: Bool

  package static let testCount = 500
  private static let symbols = "abcdefgh"

  package init(length: Int, count: Int, isReversed: Bool) {
    precondition(length > 0 && count > 0, "a length and a number of strings")
    (self.length, self.count, self.isReversed) = (length, count, isReversed)
  }

  /// Lines of a string, a tab and its copy, both spelled. The strings of `test.tsv` are as long as
  /// the longest of training, those of `longer.tsv` half as long again.
  package func files(seed: UInt64) -> [LectureFile] {
    func file(_ name: String, _ part: LecturePart, _ lengths: ClosedRange<Int>, _ count: Int)
      -> LectureFile
    {
      var random = part.random(seed: seed)
      return LectureFile(name, (0..<count).map { _ in line(part, lengths, &random) })
    }
    let longer = length + (length + 1) / 2
    return [
      file("train.tsv", .training, 1...length, count),
      file("dev.tsv", .development, 1...length, Self.testCount),
      file("test.tsv", .test, length...length, Self.testCount),
      file("longer.tsv", .test, longer...longer, Self.testCount),
    ]
  }

  private func line(
    _ part: LecturePart, _ lengths: ClosedRange<Int>, _ random: inout Philox.Sequence
  ) -> String {
    let text = (0..<Int.random(in: lengths, using: &random)).map { _ in
      Self.symbols.randomElement(using: &random) ?? "a"
    }
    return String(text).spelled + "\t" + String(isReversed ? text.reversed() : text).spelled
  }
}
