// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Inference

/// The tokens and labels of a labeller, and the way to read them.
struct LabelledTokensOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      """
      Sequences to learn from: one or more files with a token, a tab and its label on each line, and a blank \
      line after each sequence; or CoNLL-U files, whose FORM and UPOS columns are read. Spaces may be \
      used instead of tabs.
      """, valueName: "file"))
  var tokens: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Sequences of the dev set, which is scored after each epoch: one or more files.",
      valueName: "file"))
  var devTokens: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Without --dev-tokens or --dev-vectors: the share of the sequences to draw at random as the dev set; 0 for \
      none. The split depends only on the number of sequences (default: \(standard.developmentShare)).
      """, valueName: "x"))
  var devShare: Float?

  @Option(
    help: ArgumentHelp(
      """
      Columns of the token and of the label, by number or by name: those of CoNLL-U, such as FORM,XPOS, or those \
      of a header line (default: 1,2, or FORM,UPOS for CoNLL-U).
      """, valueName: "token,label"))
  var columns: String?

  @Flag(
    inversion: .prefixedNo,
    help: "Read the characters of each token as well as the token itself (default: --characters).")
  var characters: Bool?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Minimum number of occurrences for a token to enter the vocabulary; for rarer tokens, the model sees only \
      the characters (default: \(standard.minimumFrequency)).
      """, valueName: "n"))
  var minFrequency: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Maximum number of tokens in the vocabulary (default: \(standard.maximumVocabulary)).",
      valueName: "n"))
  var maxVocabulary: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Maximum number of tokens or vectors in a sequence of the training or dev set; ignored with --window. \
      Longer sequences are skipped; with --strict, they are errors (default: \(standard.maximumLength)).
      """, valueName: "n"))
  var maxLength: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Join all sequences into one, split it into --batch-size streams, and read these in windows of n tokens or \
      vectors. The state is carried from window to window; gradients stop at the start of a window. With 0, each \
      sequence is read whole and starts from a state of zeros (default: \(standard.window)).
      """, valueName: "n"))
  var window: Int?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Stop at the first faulty line: invalid UTF-8, a NUL byte, a token without a label, a blank token or \
      label, or a sequence longer than --max-length. Otherwise, faulty sequences are skipped and counted \
      (default: --no-strict).
      """)
  var strict: Bool?

  /// The flags of those options in use that are not settings.
  var inUse: [String] {
    let options: [(flag: String, isInUse: Bool)] = [
      ("--tokens", !tokens.isEmpty), ("--dev-tokens", !devTokens.isEmpty),
      ("--columns", columns != nil), ("--strict", strict != nil),
    ]
    return options.filter(\.isInUse).map(\.flag)
  }

  private static let standard = LabelledTokensConfiguration()
}
