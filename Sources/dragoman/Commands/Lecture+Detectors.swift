// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Lectures

struct LectureDetectors: LectureCommand {
  static let configuration = CommandConfiguration(
    commandName: "detectors",
    abstract:
      "Texts on which a network learns to detect quotations, brackets, comments, indentation and the position in the line.",
    discussion: """
      Writes five texts, each as a training text, a dev set and a test set: a story with speech in quotation \
      marks, a program with calls in brackets, an outline with indented lines, columns with 20 random letters \
      per line, and a script with comments. The state of a character-level language model trained on them shows \
      whether a quotation, a bracket or a comment is open, whether the line is indented, and how long the line \
      is so far (Karpathy, Johnson and Fei-Fei, 2015).

        dragoman lecture detectors
      """)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Number of characters in each training text; the dev and test sets are a tenth as long.",
      valueName: "n"))
  var length = Detectors().length

  @OptionGroup(title: "Files") var place: LectureOptions

  func validate() throws { try require(length, in: 1_000...100_000_000, "--length") }

  func run() throws {
    try write(Detectors(length: length)) { names in
      [
        "dragoman train language-model \(names.configuration)--text "
          + "\(names.file("story-train.txt")) --dev-text \(names.file("story-dev.txt")) "
          + "--checkpoint \(names.checkpoint)-story",
        "dragoman activations \(names.checkpoint)-story --state hidden,cell --feature quotes "
          + "--plot quotes.html < \(names.file("story-test.txt"))",
      ]
    }
  }
}
