// SPDX-License-Identifier: Apache-2.0

package import Compute

/// The data of an experiment that a course on recurrent networks shows.
package protocol LectureData: Sendable {
  /// Returns the files of the data. The same seed always gives the same files.
  func files(seed: UInt64) -> [LectureFile]
}

/// A text file of a lecture's data.
package struct LectureFile: Sendable, Equatable {
  package let name: String
  package let lines: [String]

  package init(_ name: String, _ lines: [String]) {
    (self.name, self.lines) = (name, lines)
  }

  /// The bytes of the file, in UTF-8.
  package var contents: [UInt8] {
    var bytes: [UInt8] = []
    for line in lines {
      bytes.append(contentsOf: line.utf8)
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }
}

/// The parts of a lecture's data. Each has random numbers of its own, so that more training examples
/// do not change the test set.
package enum LecturePart: UInt64, CaseIterable, Sendable {
  case training, development, test

  /// Returns the random numbers for a part.
  package func random(seed: UInt64) -> Philox.Sequence {
    Philox(seed: seed, purpose: RandomPurpose.lectures, step: rawValue).sequence
  }
}
