// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files
import Lectures
import Messages
import Text

struct LectureDigits: LectureCommand {
  static let configuration = CommandConfiguration(
    commandName: "digits",
    abstract: "Handwritten digits of 8 x 8 pixels, row by row or in three glimpses.",
    discussion: """
      Writes vectors to train.tsv, dev.tsv and test.tsv, with a blank line after each image. The .txt files of \
      the same names contain the digit that each image shows, as a word. The steps of an image are its eight \
      rows, or three glimpses. A glimpse is a patch of 4 x 4 pixels, with its row and column. Each glimpse is \
      the patch with the most ink not covered by earlier glimpses. With --form image, an image is a single \
      vector of 64 pixels.

        dragoman lecture digits --form glimpses
      """)

  @Option(
    help: ArgumentHelp(
      "File with a digit, a tab and its 64 pixels on each line; lines that begin with # are comments.",
      valueName: "file"))
  var from = Self.images

  private static let images = "lectures/digits.txt"

  @Option(help: "The steps of an image.")
  var form = Digits.Form.rows

  @OptionGroup(title: "Files") var place: LectureOptions

  func run() throws {
    if from == Self.images && !fileExists(from) { throw MissingDigitsError(path: from) }
    let reader = try LineReader(path: from)
    var images: [Digits.Image] = []
    while let line = try reader.next() {
      if line.text.isEmpty || line.text.hasPrefix("#") { continue }
      guard let image = Digits.Image(line.text) else {
        throw DigitError(path: from, line: line.number)
      }
      images.append(image)
    }
    try write(Digits(images, form), variant: form.rawValue) { names in
      form == .image ? generating(names) : classifying(names)
    }
  }

  private func classifying(_ names: LecturePlace) -> [String] {
    [
      "dragoman train classifier \(names.configuration)--vectors \(names.file("train.tsv")) "
        + "--labels \(names.file("train.txt")) --dev-vectors \(names.file("dev.tsv")) "
        + "--dev-labels \(names.file("dev.txt")) --checkpoint \(names.checkpoint)",
      "dragoman evaluate \(names.checkpoint) --vectors \(names.file("test.tsv")) "
        + "--labels \(names.file("test.txt"))",
    ]
  }

  /// The settings of the lecture are for classifiers.
  private func generating(_ names: LecturePlace) -> [String] {
    [
      "dragoman train generator --vectors \(names.file("train.tsv")) "
        + "--target \(names.file("train.txt")) --dev-vectors \(names.file("dev.tsv")) "
        + "--dev-target \(names.file("dev.txt")) --checkpoint \(names.checkpoint)",
      "dragoman generate \(names.checkpoint) --vectors \(names.file("test.tsv"))",
    ]
  }
}

extension Digits.Form: ExpressibleByArgument {}

/// The images of the repository are not below the working directory.
struct MissingDigitsError: Explainable, Equatable {
  let path: String

  var explanation: ErrorText {
    ErrorText(
      .missingInput, "There is no \(path) here.",
      advice: "Run the command in Dragoman's repository, or give the file with --from.")
  }
}

/// A line that is not an image of a digit.
struct DigitError: Explainable, Equatable {
  let path: String
  let line: Int

  var explanation: ErrorText {
    ErrorText(
      .badData, "\(path), line \(line): expected a digit, a tab and 64 pixels.",
      advice: "Each pixel is a symbol from 0 to 9 or from a to g.")
  }
}
