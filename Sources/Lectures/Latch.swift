// SPDX-License-Identifier: Apache-2.0

import Compute

/// The class of a sequence is its first symbol, which is followed by noise, so that a network must
/// hold it until the end, after the latching problem of Bengio, Simard and Frasconi, "Learning
/// long-term dependencies with gradient descent is difficult", 1994, but with eight symbols.
package struct Latch: LectureData {
  /// The number of steps from the first symbol to the last. In training sequences it varies between
  /// 1 and this, from which networks learn more easily.
  package let distance: Int
  /// The number of training sequences.
  package let trainingCount: Int

  package static let testCount = 500
  package static let symbols = "STUVWXYZ"

  package init(distance: Int = 50, trainingCount: Int = 4_000) {
    precondition(distance > 0 && trainingCount > 0, "a distance and a count")
    (self.distance, self.trainingCount) = (distance, trainingCount)
  }

  /// Lines of a sequence, a tab and its class: a symbol, and noise from `a` to `d`.
  package func files(seed: UInt64) -> [LectureFile] {
    func file(
      _ name: String, _ part: LecturePart, count: Int, _ distances: ClosedRange<Int>
    ) -> LectureFile {
      var random = part.random(seed: seed)
      return LectureFile(name, (0..<count).map { _ in line(distances, &random) })
    }
    return [
      file("train.tsv", .training, count: trainingCount, 1...distance),
      file("dev.tsv", .development, count: Self.testCount, distance...distance),
      file("test.tsv", .test, count: Self.testCount, distance...distance),
    ]
  }

  private func line(_ distances: ClosedRange<Int>, _ random: inout Philox.Sequence) -> String {
    func draw(_ symbols: String) -> Character { symbols.randomElement(using: &random) ?? "a" }
    let first = draw(Self.symbols)
    let length = Int.random(in: distances, using: &random)
    return "\(first)\(String((0..<length).map { _ in draw("abcd") }))\t\(first)"
  }
}
