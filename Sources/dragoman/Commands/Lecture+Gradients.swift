// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Lectures

struct LectureGradients: LectureCommand {
  static let configuration = CommandConfiguration(
    commandName: "gradients",
    abstract: "Sequences whose class is their first symbol, which is many steps before the end.",
    discussion: """
      Writes train.tsv, dev.tsv and test.tsv. Each line has a sequence, a tab and its class. A sequence begins \
      with a letter from S to Z, which is its class, and continues with noise: the letters a, b, c and d (after \
      Bengio et al. 1994). Training sequences have different lengths. 'dragoman gradients' then shows whether \
      the gradient reaches the first symbol.

        dragoman lecture gradients --distance 100
      """)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Steps from the first symbol to the last; for training sequences, the maximum number of steps.",
      valueName: "n"
    ))
  var distance = 50

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Number of training sequences.", valueName: "n"))
  var count = 4_000

  @OptionGroup(title: "Files") var place: LectureOptions

  func validate() throws {
    try require(distance, in: 1...10_000, "--distance")
    try require(count, in: 1...10_000_000, "--count")
  }

  func run() throws {
    try write(
      Latch(distance: distance, trainingCount: count), variant: "distance-\(distance)"
    ) { names in
      [
        "dragoman train classifier \(names.configuration)--examples \(names.file("train.tsv")) "
          + "--dev-examples \(names.file("dev.tsv")) --checkpoint \(names.checkpoint)",
        "dragoman gradients \(names.checkpoint) --examples \(names.file("test.tsv"))",
      ]
    }
  }
}
