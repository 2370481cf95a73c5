// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Lectures

struct LectureStrokes: LectureCommand {
  static let configuration = CommandConfiguration(
    commandName: "strokes",
    abstract: "A digit and a size as a vector, to be drawn by the moves of a pen.",
    discussion: """
      Writes vectors of 12 numbers to train.tsv, dev.tsv and test.tsv: a 1 in the column of the digit, its width, \
      and the height of each of its halves. The .txt files of the same names have the moves that draw the digit as on a \
      pocket calculator: up, down, left and right by one place, and lift and drop of the pen.

        dragoman lecture strokes
      """)

  @OptionGroup(title: "Files") var place: LectureOptions

  func run() throws {
    try write(Strokes()) { names in
      [
        "dragoman train generator \(names.configuration)--vectors \(names.file("train.tsv")) "
          + "--target \(names.file("train.txt")) --dev-vectors \(names.file("dev.tsv")) "
          + "--dev-target \(names.file("dev.txt")) --checkpoint \(names.checkpoint)",
        "dragoman generate \(names.checkpoint) --vectors \(names.file("test.tsv"))",
      ]
    }
  }
}
