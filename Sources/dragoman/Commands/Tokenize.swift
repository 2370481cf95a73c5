// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files
import Glibc
import Text

struct Tokenize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Split standard input into tokens, line by line, or join tokens into text.",
    discussion: """
      Prints the tokens of each line, separated by spaces. Where two tokens touch, one of them is marked \
      with the joiner U+FFED. --detokenize uses the joiners to restore the text, but does not undo \
      normalization or bring back repeated spaces. ('dragoman translate' does more: its output follows the \
      spacing and apostrophe style of the text that the model was trained on.)

        echo "Don't panic, l'homme!" | dragoman tokenize --language fr
        dragoman tokenize --language de < train.de | dragoman tokenize --detokenize

      Invalid bytes are read as U+FFFD. The lines that contain them are counted, and the first few are reported.
      """)

  @Option(
    help: ArgumentHelp(
      "Language of the text, as a BCP 47 tag such as en or pt-BR.", valueName: "tag"))
  var language = "und"

  @Flag(help: "Lowercase the text according to the rules of its language.")
  var lowercase = false

  @OptionGroup var normalization: NormalizationOption

  @Flag(help: "Join tokens into text instead.")
  var detokenize = false

  func validate() throws {
    if detokenize && lowercase {
      throw ValidationError("--lowercase has no effect with --detokenize: omit it.")
    }
    if detokenize && normalization.normalization != nil {
      throw ValidationError("--normalization has no effect with --detokenize: omit it.")
    }
  }

  func run() throws {
    let tokenizer = try Tokenizer(
      TokenizerConfiguration(
        language: language, lowercase: lowercase, normalization: normalization.value))
    Console().noteLanguagesWithoutData([language])
    var input = InputLines(of: "tokenize")
    var output = StandardOutput()
    while let line = try input.next() {
      if detokenize {
        try output.writeLine(Tokenizer.detokenize(splitAtSpaces(line.text)))
      } else {
        try output.writeLine(tokenizer.tokenize(line.text).joined(separator: " "))
      }
      if try !input.hasLineReady() { try output.flush() }
    }
    try output.flush()
  }
}
