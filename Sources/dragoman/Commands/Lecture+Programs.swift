// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Lectures

struct LecturePrograms: LectureCommand {
  static let configuration = CommandConfiguration(
    commandName: "programs",
    abstract: "Short programs, read character by character, and the number that each prints.",
    discussion: """
      Each line is a program, a tab and the number that it prints (Zaremba and Sutskever, "Learning to execute", \
      2014). Spaces separate the characters, because translators read words; spaces and newlines within a \
      program are written as U+2423 and U+23CE.

        dragoman lecture programs --length 3 --nesting 1 --curriculum combined

      train.tsv has --count programs, dev.tsv has \(Programs.testCount) of the full length and nesting, and each \
      test-L-N.tsv has \(Programs.testCount) of length L and nesting N, with L from \
      \(Programs.testLengths.lowerBound) to \(Programs.testLengths.upperBound) and N from \
      \(Programs.testNestings.lowerBound) to \(Programs.testNestings.upperBound). lecture.tsv has the first two \
      programs in that paper. None of the training programs occurs in another file.

      Curricula: none (all programs have the full length and nesting), naive (length and nesting grow), mix \
      (both are drawn at random, up to their full values) and combined (half of the programs follow naive, half \
      mix). train.tsv is in the order of the curriculum, so train with --no-shuffle.
      """)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Maximum number of digits of a number in a program.", valueName: "n"))
  var length = 3

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Maximum number of operations that are combined.", valueName: "n"))
  var nesting = 1

  @Option(help: "Order of difficulty: none, naive, mix or combined.")
  var curriculum = Curriculum.combined

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Number of training programs.", valueName: "n"))
  var count = 500_000

  @OptionGroup(title: "Files") var place: LectureOptions

  func validate() throws {
    try require(length, in: ProgramDifficulty.lengths, "--length")
    try require(nesting, in: ProgramDifficulty.nestings, "--nesting")
    try require(count, in: 1...10_000_000, "--count")
  }

  func run() throws {
    let goal = ProgramDifficulty(length: length, nesting: nesting)
    let data = Programs(goal, count: count, curriculum)
    try write(data, variant: curriculum.rawValue) { names in
      [
        names.trainTranslator(or: "--no-shuffle --max-length 250"),
        "dragoman evaluate \(names.checkpoint) --pairs \(names.file(Programs.testName(goal))) "
          + "--metrics accuracy,exact_match",
        "cut -f 1 \(names.file("lecture.tsv")) | dragoman translate \(names.checkpoint)",
      ]
    }
  }
}

extension Curriculum: ExpressibleByArgument {}

extension LecturePlace {
  /// The command that trains a translator on the data, with `flags` if there is no file of settings.
  func trainTranslator(or flags: String = "") -> String {
    "dragoman train \(configuration(or: flags))--pairs \(file("train.tsv")) "
      + "--dev-pairs \(file("dev.tsv")) --checkpoint \(checkpoint)"
  }
}
