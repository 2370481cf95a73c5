// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Lectures

struct LectureCells: LectureCommand {
  static let configuration = CommandConfiguration(
    commandName: "cells",
    abstract:
      "Three small tasks for the search for recurrent cells; you supply the text for one of them.",
    discussion: """
      Writes a training and a dev set for each task of 'dragoman search-cells': bits to be repeated 8 steps \
      later (the lecture 'echo'), the order of two symbols ('temporal-order', level normal), and the lines of a \
      text, a random tenth of which is the dev set.

        dragoman lecture cells --from text.txt
      """)

  @Option(
    help: ArgumentHelp(
      "Text file; its lines are treated as independent of one another.", valueName: "file"))
  var from: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Length of the training sequence of bits; the dev set is a tenth as long.", valueName: "n"))
  var length = 80_000

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Number of training sequences for the order of symbols.", valueName: "n"))
  var count = 6_000

  @OptionGroup(title: "Files") var place: LectureOptions

  func validate() throws {
    try require(length, in: 10...100_000_000, "--length")
    try require(count, in: 1...10_000_000, "--count")
  }

  func run() throws {
    let data = Cells(try textLines(path: from), length: length, count: count)
    try write(data) { names in
      let tasks = ["tokens.tsv", "examples.tsv", "text.txt"].map { name in
        let flag = String(name.prefix { $0 != "." })
        return "--\(flag) \(names.file(name)) --dev-\(flag) \(names.file("dev-" + name))"
      }
      return [
        "dragoman search-cells \(names.configuration)\(tasks.joined(separator: " ")) "
          + "--output \(names.checkpoint)"
      ]
    }
  }
}
