// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Lectures

struct LectureAddition: LectureCommand {
  static let configuration = CommandConfiguration(
    commandName: "addition",
    abstract: "Sums of two numbers, digit by digit.",
    discussion: """
      Writes train.tsv, dev.tsv and test.tsv: each line has a sum (such as '1 7 + 6'), a tab and its value ('2 \
      3'). Spaces separate the digits, because translators read words. None of the training sums occurs in \
      another file.

        dragoman lecture addition --digits 3

      Train with --reverse-source to read each sum from its last digit to its first, which makes the task easier.
      """)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Maximum number of digits of each number.", valueName: "n"))
  var digits = 3

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Number of training sums.", valueName: "n"))
  var count = 50_000

  @OptionGroup(title: "Files") var place: LectureOptions

  func validate() throws {
    try require(digits, in: Addition.digitCounts, "--digits")
    try require(count, in: 1...10_000_000, "--count")
  }

  func run() throws {
    try write(Addition(digits: digits, count: count)) {
      $0.translatorCommands(or: "--reverse-source")
    }
  }
}
