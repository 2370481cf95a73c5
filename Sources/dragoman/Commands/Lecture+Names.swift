// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Corpora
import Lectures

struct LectureNames: LectureCommand {
  static let configuration = CommandConfiguration(
    commandName: "names",
    abstract: "The language that a surname comes from; you supply the file of names.",
    discussion: """
      Divides the lines of a file at random: five sevenths for training, one seventh for the dev set and one \
      seventh for the test set.

        dragoman lecture names --from names.tsv
      """)

  @Option(
    help: ArgumentHelp("File with a name, a tab and a language on each line.", valueName: "file"))
  var from: String

  @OptionGroup(title: "Files") var place: LectureOptions

  func run() throws {
    let examples = try LabelledExamples(of: from)
    examples.report.lines("Names", [from]).dropFirst().forEach(Console().note)
    guard examples.examples.count >= 10 else {
      throw TooFewLinesError(path: from, lines: examples.examples.count)
    }
    let names = Names(examples.examples.map { (name: $0.text, language: $0.label) })
    try write(names) { names in
      [
        "dragoman train classifier \(names.configuration)--examples \(names.file("train.tsv")) "
          + "--dev-examples \(names.file("dev.tsv")) --checkpoint \(names.checkpoint)",
        "dragoman evaluate \(names.checkpoint) --examples \(names.file("test.tsv"))",
      ]
    }
  }
}
