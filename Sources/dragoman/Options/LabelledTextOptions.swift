// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Inference

/// The texts and labels of a classifier, and the way to read them.
struct LabelledTextOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      """
      Examples to learn from: one or more files with a text, a tab and a label on each line, such as \
      'Schmidt<TAB>German'. A header line with common column names, such as text and label, is skipped; if yours \
      has other names, give them with --columns.
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
      Without --dev-examples or --dev-vectors: the share of the examples to draw at random as the dev set; 0 for \
      none. The split depends only on the number of examples (default: \(standard.developmentShare)).
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
      Maximum number of units in a text, or of vectors in a sequence, in the training and dev sets. Longer ones \
      are skipped; with --strict, they are errors (default: \(standard.maximumLength)).
      """, valueName: "n"))
  var maxLength: Int?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Stop at the first faulty line: invalid UTF-8, a NUL byte, no tab, a blank text or label, or a text \
      longer than --max-length. Otherwise, faulty lines are skipped and counted (default: --no-strict).
      """)
  var strict: Bool?

  /// The flags of those options in use that are not settings.
  var inUse: [String] {
    let options: [(flag: String, isInUse: Bool)] = [
      ("--examples", !examples.isEmpty), ("--dev-examples", !devExamples.isEmpty),
      ("--columns", columns != nil), ("--language", units.language != nil),
      ("--strict", strict != nil),
    ]
    return options.filter(\.isInUse).map(\.flag)
  }

  private static let standard = LabelledTextConfiguration()
}
