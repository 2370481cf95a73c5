// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Lectures

struct LectureEcho: LectureCommand {
  static let configuration = CommandConfiguration(
    commandName: "echo",
    abstract: "A stream of bits to be repeated some steps later.",
    discussion: """
      Writes train.tsv, dev.tsv and test.tsv: one long sequence each. Each line is a step: a random bit, a tab, \
      and the bit from --delay steps earlier (0 at the start).

        dragoman lecture echo --delay 8
      """)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Steps from a bit to its echo.", valueName: "n"))
  var delay = 3

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Length of the training sequence; the others are a tenth as long.", valueName: "n"))
  var length = 100_000

  @OptionGroup(title: "Files") var place: LectureOptions

  func validate() throws {
    try require(length, in: 10...100_000_000, "--length")
    try require(delay, in: 0...1_000, "--delay")
  }

  func run() throws {
    try write(Echo(delay: delay, length: length), variant: "delay-\(delay)") { names in
      [
        "dragoman train labeller \(names.configuration(or: "--window 40"))--tokens "
          + "\(names.file("train.tsv")) "
          + "--dev-tokens \(names.file("dev.tsv")) --checkpoint \(names.checkpoint)",
        "dragoman evaluate \(names.checkpoint) --tokens \(names.file("test.tsv"))",
      ]
    }
  }
}
