// SPDX-License-Identifier: Apache-2.0

import Compute

/// Sums of two numbers, digit by digit.
package struct Addition: LectureData {
  /// The maximum number of digits of each number.
  package let digits: Int
  /// The number of training sums.
  package let count: Int

  package static let testCount = 1_000
  /// The digits of numbers whose sums fit into `Int`.
  package static let digitCounts = 2...18

  package init(digits: Int, count: Int) {
    precondition(Self.digitCounts.contains(digits) && count > 0, "digits in range")
    (self.digits, self.count) = (digits, count)
  }

  /// Lines of a sum, a tab and its value, both spelled. The lengths of the two numbers are drawn
  /// first, so that short numbers are as frequent as long ones.
  package func files(seed: UInt64) -> [LectureFile] {
    func file(_ name: String, _ part: LecturePart, _ count: Int) -> LectureFile {
      var random = part.random(seed: seed)
      return LectureFile(name, (0..<count).map { _ in line(part, &random) })
    }
    return [
      file("train.tsv", .training, count), file("dev.tsv", .development, Self.testCount),
      file("test.tsv", .test, Self.testCount),
    ]
  }

  private func line(_ part: LecturePart, _ random: inout Philox.Sequence) -> String {
    func number() -> Int {
      (0..<Int.random(in: 1...digits, using: &random)).reduce(0) { number, _ in
        10 * number + Int.random(in: 0...9, using: &random)
      }
    }
    let (left, right) = part.draw(source: { "\($0)+\($1)" }) { (number(), number()) }
    return "\(left)+\(right)".spelled + "\t" + "\(left + right)".spelled
  }
}
