// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Compute
import Models
import Subwords
import Text

extension BPE {
  struct Apply: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Split the words of standard input into units, line by line, or join units back into words.",
      discussion: """
        Prints one line for each input line. A unit that ends in @@ belongs to the same word as the unit \
        after it.

          dragoman bpe apply --merges de.bpe --language de < test.de
          dragoman bpe apply --undo < units.de | dragoman tokenize --detokenize

        Invalid bytes are read as U+FFFD. The lines that contain them are counted, and the first few are reported.
        """)

    @Option(
      help: ArgumentHelp(
        "File of merges written by 'dragoman bpe learn' or subword-nmt.", valueName: "file"))
    var merges: String?

    @Option(
      help: ArgumentHelp(
        """
        Language of the text, as a BCP 47 tag. \
        Without it, the text must already be tokenized, with spaces between the tokens.
        """,
        valueName: "tag"))
    var language: String?

    @Flag(help: "Lowercase the text according to the rules of its language.")
    var lowercase = false

    @OptionGroup var normalization: NormalizationOption

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp(
        """
        Probability (at least 0 and below 1) of skipping each merge; the same word may then be split \
        differently each time.
        """,
        valueName: "p"))
    var dropout: Float = 0

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Seed for --dropout.", valueName: "n"))
    var seed: UInt64 = 1

    @Flag(help: "Join units into tokens instead.")
    var undo = false

    func validate() throws {
      if undo
        && (merges != nil || language != nil || lowercase || normalization.normalization != nil
          || dropout != 0)
      {
        throw ValidationError("--undo takes no other options: omit them.")
      }
      if !undo && merges == nil {
        throw ValidationError("Give --merges or --undo.")
      }
      if lowercase && language == nil {
        throw ValidationError("--lowercase needs --language: its rules depend on the language.")
      }
      try normalization.require(language)
      guard dropout >= 0 && dropout < 1 else {
        throw ValidationError("--dropout is \(dropout), but must be at least 0 and below 1.")
      }
    }

    func run() throws {
      let convert =
        try merges.map(cut) ?? { line in
          BytePairEncoder.words(of: splitAtSpaces(line.text)).joined(separator: " ")
        }
      Console().noteLanguagesWithoutData([language].compactMap(\.self))
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
        try Tokenizer(
          TokenizerConfiguration(
            language: $0, lowercase: lowercase, normalization: normalization.value))
      }
      let dropout = BytePairDropout(
        rate: dropout, Philox(seed: seed, purpose: RandomPurpose.subwordDropout))
      var cache = UnitCache(encoder)
      return { line in
        let words = tokenizer?.tokenize(line.text) ?? splitAtSpaces(line.text)
        let units =
          self.dropout == 0
          ? cache.units(of: words) : encoder.units(of: words, dropout, sentence: line.number)
        return tokenizer == nil ? spaced(units, as: line.text) : units
      }
    }

    /// Adds the leading and trailing spaces of `text` to the line, as subword-nmt does.
    private func spaced(_ line: String, as text: String) -> String {
      let space = UInt8(ascii: " ")
      let start = text.utf8.prefix { $0 == space }.count
      let end = line.isEmpty ? 0 : text.utf8.reversed().prefix { $0 == space }.count
      return String(repeating: " ", count: start) + line + String(repeating: " ", count: end)
    }
  }
}
