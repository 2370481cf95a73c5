// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files
import Glibc
import Text

struct Tokenize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Cut standard input into tokens, a line at a time, or put tokens together again.",
    discussion: """
      Each line gives a line: its tokens with a space between them. Where two tokens touch, one \
      of them carries the joiner U+FFED, so that --detokenize gives the text back.

        echo "Don't panic, l'homme!" | dragoman tokenize --language fr
        dragoman tokenize --language de < train.de | dragoman tokenize --detokenize

      What is not valid UTF-8 is read as U+FFFD and reported with its line number.
      """)

  @Option(
    help: ArgumentHelp(
      "The language of the text, as a BCP 47 tag such as en or pt-BR.", valueName: "tag"))
  var language = "und"

  @Flag(help: "Lowercase the text by the rules of the language.")
  var lowercase = false

  @Flag(help: "Put tokens together again instead.")
  var detokenize = false

  func validate() throws {
    if detokenize && lowercase {
      throw ValidationError("--lowercase has no meaning with --detokenize.")
    }
  }

  func run() throws {
    let tokenizer = try Tokenizer(
      TokenizerConfiguration(language: language, lowercase: lowercase))
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
