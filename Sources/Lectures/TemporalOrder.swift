// SPDX-License-Identifier: Apache-2.0

import Compute

/// Which of four classes a sequence belongs to depends on the order of two symbols among noise
/// (Hochreiter and Schmidhuber, "Long short-term memory", 1997, experiment 6a). A sequence begins
/// with `B` and ends with `E`; the symbols between are drawn from `a` to `d`, but for two, each of
/// which is `X` or `Y`.
package struct TemporalOrder: LectureData {
  /// The lengths of sequences and the positions of the two symbols, from 0. `hard` is that of the
  /// paper; the ranges of the others are those of the course "Deep Learning" (Canziani and LeCun,
  /// New York University, 2020, notebook 8).
  package enum Level: String, CaseIterable, Sendable {
    case easy, normal, moderate, hard, nightmare

    package var length: ClosedRange<Int> {
      switch self {
      case .easy: 7...8
      case .normal: 30...40
      case .moderate: 60...80
      case .hard: 100...110
      case .nightmare: 300...500
      }
    }

    /// The positions of the first and of the second symbol.
    package var positions: (first: ClosedRange<Int>, second: ClosedRange<Int>) {
      switch self {
      case .easy: (1...2, 4...5)
      case .normal: (2...5, 20...27)
      case .moderate: (10...20, 45...54)
      case .hard: (10...20, 50...60)
      case .nightmare: (10...80, 250...290)
      }
    }
  }

  package static let testCount = 1_000

  package let level: Level
  /// The number of training sequences.
  package let trainingCount: Int

  package init(_ level: Level = .easy, trainingCount: Int = 1_000) {
    (self.level, self.trainingCount) = (level, trainingCount)
  }

  /// Lines of a sequence, a tab and its class.
  package func files(seed: UInt64) -> [LectureFile] {
    func file(_ name: String, _ part: LecturePart, count: Int) -> LectureFile {
      var random = part.random(seed: seed)
      return LectureFile(name, (0..<count).map { _ in line(&random) })
    }
    return [
      file("train.tsv", .training, count: trainingCount),
      file("dev.tsv", .development, count: Self.testCount),
      file("test.tsv", .test, count: Self.testCount),
    ]
  }

  private func line(_ random: inout Philox.Sequence) -> String {
    let length = Int.random(in: level.length, using: &random)
    var symbols = (0..<length).map { _ in draw(from: "abcd", &random) }
    (symbols[0], symbols[length - 1]) = ("B", "E")
    let (first, second) = (draw(from: "XY", &random), draw(from: "XY", &random))
    symbols[Int.random(in: level.positions.first, using: &random)] = first
    symbols[Int.random(in: level.positions.second, using: &random)] = second
    return String(symbols) + "\t" + Self.label(first, second)
  }

  private func draw(from symbols: String, _ random: inout Philox.Sequence) -> Character {
    symbols.randomElement(using: &random) ?? "a"
  }

  private static func label(_ first: Character, _ second: Character) -> String {
    switch (first, second) {
    case ("X", "X"): "Q"
    case ("X", _): "R"
    case (_, "X"): "S"
    default: "U"
    }
  }
}
