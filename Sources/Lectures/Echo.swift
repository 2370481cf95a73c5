// SPDX-License-Identifier: Apache-2.0

import Compute

/// A stream of random bits to be repeated some steps later: the label of a step is the bit `delay`
/// steps before, or 0 at the start of the stream.
package struct Echo: LectureData {
  package let delay: Int
  /// The number of bits in the training stream. The dev and the test stream have a tenth of it.
  package let length: Int

  package init(delay: Int = 3, length: Int = 100_000) {
    precondition(delay >= 0 && length > 0, "a delay and a length")
    (self.delay, self.length) = (delay, length)
  }

  /// Lines of a bit, a tab and its label, without blank lines: one long sequence.
  package func files(seed: UInt64) -> [LectureFile] {
    func file(_ name: String, _ part: LecturePart, length: Int) -> LectureFile {
      var random = part.random(seed: seed)
      let bits = (0..<length).map { _ in Int(random.next() & 1) }
      let echo = Array(repeating: 0, count: min(delay, length)) + bits.dropLast(delay)
      return LectureFile(name, zip(bits, echo).map { "\($0)\t\($1)" })
    }
    let short = max(1, length / 10)
    return [
      file("train.tsv", .training, length: length), file("dev.tsv", .development, length: short),
      file("test.tsv", .test, length: short),
    ]
  }
}
