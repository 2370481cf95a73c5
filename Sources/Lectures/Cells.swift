// SPDX-License-Identifier: Apache-2.0

/// The three small tasks of a search for recurrent cells: a stream of bits to be echoed, the order of
/// two symbols, and lines of a text, which a language model predicts.
package struct Cells: LectureData {
  package let echo: Echo
  package let order: TemporalOrder
  package let text: [String]

  /// `length` is that of the training stream of bits, `count` the number of training sequences.
  package init(_ text: [String], length: Int = 80_000, count: Int = 6_000) {
    echo = Echo(delay: 8, length: length)
    order = TemporalOrder(.normal, trainingCount: count)
    self.text = text
  }

  /// The training and the dev set of each task. A tenth of the lines of the text, drawn at random, is
  /// its dev set.
  package func files(seed: UInt64) -> [LectureFile] {
    var random = LecturePart.training.random(seed: seed)
    let lines = text.shuffled(using: &random)
    let tenth = lines.count / 10
    return Self.renamed(echo.files(seed: seed), "tokens.tsv")
      + Self.renamed(order.files(seed: seed), "examples.tsv") + [
        LectureFile("text.txt", Array(lines.dropFirst(tenth))),
        LectureFile("dev-text.txt", Array(lines[..<tenth])),
      ]
  }

  /// The training set and the dev set, which are the first two files, with other names.
  private static func renamed(_ files: [LectureFile], _ name: String) -> [LectureFile] {
    zip(files, [name, "dev-" + name]).map { LectureFile($1, $0.lines) }
  }
}
