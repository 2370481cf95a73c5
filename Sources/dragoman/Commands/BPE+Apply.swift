// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Compute
import Models
import Subwords
import Text

extension BPE {
  struct Apply: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Cut the words of standard input into units, a line at a time, or undo it.",
      discussion: """
        Each line gives a line. A unit that goes on in the next one ends in @@.

          dragoman bpe apply --merges de.bpe --language de < test.de
          dragoman bpe apply --undo < units.de | dragoman tokenize --detokenize

        What is not valid UTF-8 is read as U+FFFD and reported with its line number.
        """)

    @Option(
      help: ArgumentHelp("The merges, as 'dragoman bpe learn' writes them.", valueName: "file"))
    var merges: String?

    @Option(
      help: ArgumentHelp(
        "The language of the text, as a BCP 47 tag; without it, the text is tokens with spaces "
          + "between them.", valueName: "tag"))
    var language: String?

    @Flag(help: "Lowercase the text by the rules of the language.")
    var lowercase = false

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp(
        "Probability to leave a merge out, from 0 to below 1, so that a word is cut in many ways.",
        valueName: "p"))
    var dropout: Float = 0

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Decides which merges --dropout leaves out.", valueName: "n"))
    var seed: UInt64 = 1

    @Flag(help: "Put units together to tokens again instead.")
    var undo = false

    func validate() throws {
      if undo && (merges != nil || language != nil || lowercase || dropout != 0) {
        throw ValidationError("--undo goes alone: units carry all it needs.")
      }
      if !undo && merges == nil {
        throw ValidationError("Give the file of merges, --merges, or --undo.")
      }
      if lowercase && language == nil {
        throw ValidationError("--lowercase goes by the rules of a language: give --language.")
      }
      guard dropout >= 0 && dropout < 1 else {
        throw ValidationError("--dropout is \(dropout), but must be at least 0 and below 1.")
      }
    }

    func run() throws {
      let convert =
        try merges.map(cut) ?? { line in
          BytePairEncoder.words(of: splitAtSpaces(line.text)).joined(separator: " ")
        }
      var input = InputLines(of: "bpe apply")
      var output = StandardOutput()
      while let line = try input.next() {
        try output.writeLine(convert(line))
        if try !input.hasLineReady() { try output.flush() }
      }
      try output.flush()
    }

    private func cut(byMergesAt path: String) throws -> (TextLine) -> String {
      let encoder = BytePairEncoder(try BytePairMerges(contentsOf: path))
      let tokenizer = try language.map {
        try Tokenizer(TokenizerConfiguration(language: $0, lowercase: lowercase))
      }
      let dropout = BytePairDropout(
        rate: dropout, Philox(seed: seed, purpose: RandomPurpose.subwordDropout))
      var memory = UnitMemory(encoder)
      return { line in
        let words = tokenizer?.tokenize(line.text) ?? splitAtSpaces(line.text)
        let units =
          self.dropout == 0
          ? memory.units(of: words) : encoder.units(of: words, dropout, sentence: line.number)
        return tokenizer == nil ? spaced(units, as: line.text) : units
      }
    }

    /// The line with the spaces that `text` begins and ends with, as subword-nmt keeps them.
    private func spaced(_ line: String, as text: String) -> String {
      let space = UInt8(ascii: " ")
      let start = text.utf8.prefix { $0 == space }.count
      let end = line.isEmpty ? 0 : text.utf8.reversed().prefix { $0 == space }.count
      return String(repeating: " ", count: start) + line + String(repeating: " ", count: end)
    }
  }
}
