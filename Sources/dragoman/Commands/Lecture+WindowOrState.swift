// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Lectures

struct LectureWindowOrState: LectureCommand {
  static let configuration = CommandConfiguration(
    commandName: "window-or-state",
    abstract:
      "The next character from the last few, or from a learned state, on a text of your own.",
    discussion: """
      Divides the lines of a text at random: eight tenths are for training, a tenth is the dev set and a tenth \
      the test set. Also writes pairs.tsv: the last three characters before each character of the first training \
      line, and that character.

        dragoman lecture window-or-state --from text.txt
      """)

  @Option(help: ArgumentHelp("A text; each line stands for itself.", valueName: "file"))
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
