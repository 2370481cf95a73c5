// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Inference
public import Text

/// The text of a language model, and the way to read it.
struct TextOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Text to learn from: one or more files, read one after another.", valueName: "file"))
  var text: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Text of the dev set, which is scored after each epoch: one or more files.",
      valueName: "file"))
  var devText: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Without --dev-text: the share of the text, taken from its end, to use as the dev set; 0 for none (default: \
      \(standard.developmentShare)).
      """, valueName: "x"))
  var devShare: Float?

  @OptionGroup var units: UnitOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Length of a training window, in units. The text is split into --batch-size streams, which are read \
      window by window; gradients stop at the start of a window (default: \(standard.window)).
      """, valueName: "n"))
  var window: Int?

  @Option(
    help: ArgumentHelp(
      """
      When to reset the state: never (it is carried from window to window), at the start of each window, or at \
      the start of each line (each line is a text of its own) (default: never).
      """, valueName: "place"))
  var resetState: StateReset?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Treat invalid UTF-8 as an error; otherwise, invalid bytes are read as U+FFFD, and the lines that contain \
      them are counted (default: --no-strict).
      """)
  var strict: Bool?

  private static let standard = RunningTextConfiguration()
}

/// The units of text that a model reads, and its vocabulary.
struct UnitOptions: ParsableArguments {
  @Option(
    help: """
      Unit of the text: character (as readers see it, with accents), codepoint (a Unicode scalar), word or \
      subword. Spaces and newlines are kept: each is a unit or part of one (default: character).
      """)
  var unit: TextUnit?

  @Option(
    help: ArgumentHelp(
      """
      With --unit word or subword: language of the text, as a BCP 47 tag such as de or pt-BR \
      (default: the file extension if it is a language code, otherwise und, for 'undetermined').
      """, valueName: "tag"))
  var language: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      With --unit subword: number of byte-pair merges to learn from the text (default: \
      \(standard.merges)).
      """, valueName: "n"))
  var merges: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Minimum number of occurrences of a unit; rarer units are unknown (default: \
      \(standard.minimumFrequency)).
      """, valueName: "n"))
  var minFrequency: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Maximum number of units in the vocabulary (default: \(standard.maximumVocabulary)).",
      valueName: "n"))
  var maxVocabulary: Int?

  private static let standard = RunningTextConfiguration()
}

extension TextUnit: ExpressibleByArgument {}
extension StateReset: ExpressibleByArgument {}
