// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Inference

/// The vectors and texts of a generator, and the way to read them.
struct VectorTextOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Vectors to learn from: a .npy or .safetensors array with one vector per row, or text with one vector per \
      line, its numbers separated by tabs or spaces.
      """, valueName: "file"))
  var vectors: String?

  @Option(help: ArgumentHelp("Texts to write for the vectors, one per line.", valueName: "file"))
  var target: String?

  @Option(
    help: ArgumentHelp(
      "Vectors of the dev set, which is scored after each epoch.", valueName: "file"))
  var devVectors: String?

  @Option(help: ArgumentHelp("Texts of the dev set.", valueName: "file"))
  var devTarget: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Without --dev-vectors and --dev-target: the share of the examples to draw at random as the dev set; 0 for \
      none. The split depends only on the number of examples (default: \(standard.developmentShare)).
      """, valueName: "x"))
  var devShare: Float?

  @OptionGroup var standardization: StandardizationOption

  @OptionGroup var units: UnitOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Maximum number of units in a text of the training or dev set; a longer one is an error \
      (default: \(standard.maximumLength)).
      """, valueName: "n"))
  var maxLength: Int?

  private static let standard = LabelledTextConfiguration()
}
