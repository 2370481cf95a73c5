// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Lectures

struct LectureWindowOrState: LectureCommand {
  static let configuration = CommandConfiguration(
    commandName: "window-or-state",
    abstract:
      "Predicting the next character from the last few or from a learned state, in a text that you supply.",
    discussion: """
      Divides the lines of a text at random: eight tenths for training, one tenth for the dev set and one tenth \
      for the test set. Also writes pairs.tsv: for each character of the first training line, the three \
      characters before it and the character itself.

        dragoman lecture window-or-state --from text.txt
      """)

  @Option(
    help: ArgumentHelp(
      "Text file; its lines are treated as independent of one another.", valueName: "file"))
  var from: String

  @OptionGroup(title: "Files") var place: LectureOptions

  func run() throws {
    try write(WindowOrState(textLines(path: from))) { names in
      let data = "--text \(names.file("train.txt")) --dev-text \(names.file("dev.txt"))"
      return [
        "dragoman train language-model \(names.configuration)\(data) --model window --order 3 "
          + "--checkpoint \(names.checkpoint)-window-3",
        "dragoman train language-model \(names.configuration)\(data) "
          + "--checkpoint \(names.checkpoint)",
        "dragoman evaluate \(names.checkpoint)-window-3 \(names.checkpoint) "
          + "--text \(names.file("test.txt"))",
      ]
    }
  }
}
