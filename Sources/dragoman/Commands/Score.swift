// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Text

struct Score: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the log-probabilities of given translations, or of lines of text.",
    discussion: """
      With a translator, prints a line for each pair: the natural log-probability of the reference as \
      the translation of its source, summed over its tokens and the end of the sentence.

        dragoman score checkpoints/de-en --source test.de --reference test.en
        dragoman score checkpoints/de-en --pairs crawled.tsv --per-token

      For a blank line in --pairs, prints a blank line (with --json, nothing). A header line is skipped.

      Unknown words are scored as <unk>. Only the first 20,000 words (or units, for a model with subwords) of \
      each source and reference sentence are read.

      With a language model, prints a line for each line of standard input or of --text: its natural \
      log-probability, summed over its units (characters, words or subwords) and its end.

        echo "To be, or not to be" | dragoman score checkpoints/shakespeare
        dragoman score checkpoints/shakespeare --text test.txt --carry-state

      Each line is scored as the beginning of a text. Its end is the unit \\n if the model was trained on \
      continuous text, and </s> if each line was a text of its own. For an empty line, prints an empty line \
      (with --json, nothing). With --carry-state, each line is scored as the continuation of all lines before \
      it; an empty line of continuous text then also has a score: that of its \\n.

      Units are written as in the vocabulary: a space as \\s, a tab as \\t. Unknown units are scored as <unk>, \
      and a count of them is printed to standard error.
      """)

  @OptionGroup var checkpoints: CheckpointArguments

  @OptionGroup var testSet: TestSetOptions

  @Option(
    help: ArgumentHelp(
      "For a language model: the text to score, instead of standard input.", valueName: "file"))
  var text: String?

  @Flag(help: "For a language model: let each line continue the lines before it.")
  var carryState = false

  @Flag(
    help: """
      Also print the log-probability of each token, as 'token:log-probability'. The end (</s> or \\n) comes \
      last.
      """)
  var perToken = false

  @Flag(help: "Print a JSON object for each line.")
  var json = false

  @OptionGroup var computation: ComputationOptions

  func validate() throws {
    let given = GivenCheckpoints(checkpoints.directories)
    if isOfText(given) {
      try validateText(given)
    } else {
      try validateTranslations(given)
    }
    if json && perToken {
      throw ValidationError("--json includes the tokens: omit --per-token.")
    }
  }

  func run() throws {
    try requireCheckpoints(checkpoints.directories, for: "score")
    let given = GivenCheckpoints(checkpoints.directories)
    try given.requireOneTask()
    try isOfText(given) ? runText() : runTranslations()
  }

  private func isOfText(_ given: GivenCheckpoints) -> Bool {
    given.areLanguageModels(hasTextOptions: text != nil || carryState)
  }

  /// Returns the sum and, if requested, the parts.
  func cells(
    _ logProbability: Double, _ units: [String], _ logProbabilities: [Float]
  ) -> String {
    let sum = decimal(logProbability, places: 4)
    guard perToken else { return sum }
    let parts = zip(units, logProbabilities).map {
      "\($0):\(decimal(Double($1), places: 4))"
    }
    return ([sum] + [parts.joined(separator: " ")]).joined(separator: "\t")
  }
}
