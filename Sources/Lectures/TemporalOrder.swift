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
  /// Whether each step of a sequence has a label, and not only the whole sequence a class.
  package let everyStep: Bool

  package init(_ level: Level = .easy, trainingCount: Int = 1_000, everyStep: Bool = false) {
    (self.level, self.trainingCount, self.everyStep) = (level, trainingCount, everyStep)
  }

  /// Lines of a sequence, a tab and its class; or, with a label for every step, lines of a step, a
  /// tab and its label, and a blank line after each sequence.
  package func files(seed: UInt64) -> [LectureFile] {
    func file(_ name: String, _ part: LecturePart, count: Int) -> LectureFile {
      var random = part.random(seed: seed)
      return LectureFile(name, (0..<count).flatMap { _ in lines(sequence(&random)) })
    }
    return [
      file("train.tsv", .training, count: trainingCount),
      file("dev.tsv", .development, count: Self.testCount),
      file("test.tsv", .test, count: Self.testCount),
    ]
  }

  private func sequence(_ random: inout Philox.Sequence) -> [Character] {
    let length = Int.random(in: level.length, using: &random)
    var symbols = (0..<length).map { _ in draw(from: "abcd", &random) }
    (symbols[0], symbols[length - 1]) = ("B", "E")
    let (first, second) = (draw(from: "XY", &random), draw(from: "XY", &random))
    symbols[Int.random(in: level.positions.first, using: &random)] = first
    symbols[Int.random(in: level.positions.second, using: &random)] = second
    return symbols
  }

  private func draw(from symbols: String, _ random: inout Philox.Sequence) -> Character {
    symbols.randomElement(using: &random) ?? "a"
  }

  private func lines(_ sequence: [Character]) -> [String] {
    if !everyStep { return [String(sequence) + "\t" + Self.label(sequence)] }
    return sequence.indices.map { "\(sequence[$0])\t\(Self.label(sequence[...$0]))" } + [""]
  }

  /// The class of a sequence; before its second symbol, the first one or `none`.
  private static func label(_ sequence: some Sequence<Character>) -> String {
    switch String(sequence.filter("XY".contains)) {
    case "XX": "Q"
    case "XY": "R"
    case "YX": "S"
    case "YY": "U"
    case "X": "X"
    case "Y": "Y"
    default: "none"
    }
  }
}
