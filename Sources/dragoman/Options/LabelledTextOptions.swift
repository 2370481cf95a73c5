// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Inference

/// The texts and labels of a classifier, and the way to read them.
struct LabelledTextOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      """
      Examples to learn from: one or more files with a text, a tab and a label on each line.
      """, valueName: "file"))
  var examples: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Examples of the dev set, which is scored after each epoch: one or more files.",
      valueName: "file"))
  var devExamples: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Without --dev-examples: the share of the examples, drawn at random, that is the dev set; 0 for none \
      (default: \(standard.developmentShare)).
      """, valueName: "x"))
  var devShare: Float?

  @Option(
    help: ArgumentHelp(
      """
      Columns of the text and of the label, by number or by their names in a header line (default: 1,2).
      """, valueName: "text,label"))
  var columns: String?

  @OptionGroup var units: UnitOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Maximum number of units in a text; longer ones are skipped (default: \
      \(standard.maximumLength)).
      """, valueName: "n"))
  var maxLength: Int?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Treat a faulty line (invalid UTF-8, no tab, a blank text or label) as an error; otherwise it is \
      skipped and counted (default: --no-strict).
      """)
  var strict: Bool?

  private static let standard = LabelledTextConfiguration()
}
