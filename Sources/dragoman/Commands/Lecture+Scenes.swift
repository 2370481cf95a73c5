// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Lectures

struct LectureScenes: LectureCommand {
  static let configuration = CommandConfiguration(
    commandName: "scenes",
    abstract: "Scenes of coloured shapes as vectors, to be described in sentences.",
    discussion: """
      A scene has one or two objects, each with a size, a colour, a shape and a position. Its vector has 26 \
      numbers, and its sentence names the objects and says where they are. Writes the vectors and the sentences \
      to pairs of files, such as train.tsv and train.txt.

        dragoman lecture scenes
      """)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Number of training scenes.", valueName: "n"))
  var count = Scenes().trainingCount

  @OptionGroup(title: "Files") var place: LectureOptions

  func validate() throws { try require(count, in: 1...10_000_000, "--count") }

  func run() throws {
    try write(Scenes(trainingCount: count)) { names in
      [
        "dragoman train generator \(names.configuration)--vectors \(names.file("train.tsv")) "
          + "--target \(names.file("train.txt")) --dev-vectors \(names.file("dev.tsv")) "
          + "--dev-target \(names.file("dev.txt")) --checkpoint \(names.checkpoint)",
        "dragoman generate \(names.checkpoint) --vectors \(names.file("test.tsv"))",
        "dragoman evaluate \(names.checkpoint) --vectors \(names.file("test.tsv")) "
          + "--reference \(names.file("test.txt"))",
      ]
    }
  }
}
