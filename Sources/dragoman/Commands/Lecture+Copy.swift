// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Lectures

struct LectureCopy: LectureCommand {
  static let configuration = CommandConfiguration(
    commandName: "copy",
    abstract: "Strings of letters to be repeated.",
    discussion: StringOptions.discussion(
      example: "dragoman lecture copy --length 20", target: "the same string"))

  @OptionGroup var strings: StringOptions
  @OptionGroup(title: "Files") var place: LectureOptions

  /// Both columns are the same, as in a corpus that was never translated.
  func run() throws {
    try write(strings.data(isReversed: false)) {
      $0.translatorCommands().map { $0 + " --allow-suspect-columns" }
    }
  }
}

struct LectureReverse: LectureCommand {
  static let configuration = CommandConfiguration(
    commandName: "reverse",
    abstract: "Strings of letters to be reversed.",
    discussion: StringOptions.discussion(
      example: "dragoman lecture reverse --length 20", target: "the reversed string"))

  @OptionGroup var strings: StringOptions
  @OptionGroup(title: "Files") var place: LectureOptions

  func run() throws { try write(strings.data(isReversed: true), next: { $0.translatorCommands() }) }
}

struct StringOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Maximum length of a training string.", valueName: "n"))
  var length = 12

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Number of training strings.", valueName: "n"))
  var count = 20_000

  func validate() throws {
    try require(length, in: 1...500, "--length")
    try require(count, in: 1...10_000_000, "--count")
  }

  func data(isReversed: Bool) -> Copy {
    Copy(length: length, count: count, isReversed: isReversed)
  }

  static func discussion(example: String, target: String) -> String {
    """
    Writes train.tsv, dev.tsv, test.tsv and longer.tsv: each line is a string, a tab and \(target), with spaces \
    between the letters, because translators read words. In train.tsv and dev.tsv, lengths are drawn at random \
    from 1 to --length. All strings in test.tsv are --length letters long; those in longer.tsv are 1.5 times as \
    long.

      \(example)
    """
  }
}

extension LecturePlace {
  /// The commands that train a translator and count the characters and outputs that are right.
  func translatorCommands(or flags: String = "") -> [String] {
    [
      trainTranslator(or: flags),
      "dragoman evaluate \(checkpoint) --pairs \(file("test.tsv")) --metrics accuracy,exact_match",
    ]
  }
}
