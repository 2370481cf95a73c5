// SPDX-License-Identifier: Apache-2.0

import Compute

/// A digit and a size as a vector, to be drawn with a pen: the sequence of its moves. A digit has the
/// segments of a pocket calculator.
package struct Strokes: LectureData {
  /// The widths of a digit, and the heights of its halves, in moves.
  package static let sizes = 1...6

  /// The moves that draw a digit of size 1 from its upper left corner.
  private static let paths = [
    "right down down left up up", "lift right drop down down", "right down left down right",
    "right down down left lift up drop right", "down right lift up drop down down",
    "lift right drop left down right down left", "lift right drop left down down right up left",
    "right down down", "right down down left up up lift down drop right",
    "lift down right drop left up right down down left",
  ]

  package init() {}

  /// Vectors in `.tsv` files: a 1 in the column of the digit, the width and the height; and the moves
  /// in the `.txt` files of the same names. Each digit occurs once in each size; a seventh of them
  /// each are the dev and the test set.
  package func files(seed: UInt64) -> [LectureFile] {
    var random = LecturePart.training.random(seed: seed)
    let drawings = (0..<Self.paths.count).flatMap { digit in
      Self.sizes.flatMap { width in Self.sizes.map { (digit: digit, width: width, height: $0) } }
    }.shuffled(using: &random)
    let seventh = drawings.count / 7
    return [
      ("train", drawings[(2 * seventh)...]), ("dev", drawings[seventh..<2 * seventh]),
      ("test", drawings[..<seventh]),
    ].flatMap { name, drawings in
      [
        LectureFile(name + ".tsv", drawings.map { Self.vector($0.digit, $0.width, $0.height) }),
        LectureFile(
          name + ".txt",
          drawings.map { Self.moves($0.digit, width: $0.width, height: $0.height) }),
      ]
    }
  }

  private static func vector(_ digit: Int, _ width: Int, _ height: Int) -> String {
    let digits = paths.indices.map { $0 == digit ? "1" : "0" }
    return (digits + ["\(width)", "\(height)"]).joined(separator: "\t")
  }

  /// Returns the moves that draw a digit: `up`, `down`, `left` and `right` by one place, and `lift`
  /// and `drop` of the pen.
  package static func moves(_ digit: Int, width: Int, height: Int) -> String {
    paths[digit].split(separator: " ").flatMap { move -> [Substring] in
      switch move {
      case "left", "right": Array(repeating: move, count: width)
      case "up", "down": Array(repeating: move, count: height)
      default: [move]
      }
    }.joined(separator: " ")
  }
}
