// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Lectures

struct LectureStrokes: LectureCommand {
  static let configuration = CommandConfiguration(
    commandName: "strokes",
    abstract: "Vectors that describe a digit and its size, and the moves of a pen that draw it.",
    discussion: """
      Writes vectors of 12 numbers to train.tsv, dev.tsv and test.tsv: ten for the digit (a one-hot vector), one \
      for its width, and one for the height of its upper and lower halves, which are equally tall. The .txt \
      files of the same names contain the moves that draw the digit as a pocket calculator shows it: move one \
      place up, down, left or right, lift the pen, or lower it.

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
