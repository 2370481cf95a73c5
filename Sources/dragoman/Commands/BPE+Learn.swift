// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Models
import Subwords
import Text

extension BPE {
  struct Learn: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Learn merges from the words of one or several texts.",
      discussion: """
        Writes the pairs of units that become one, the most frequent first, as subword-nmt does.

          dragoman bpe learn --input train.de --language de \\
            --merges 10000 --output de.bpe
          dragoman bpe learn --input train.de train.en --language de en \\
            --merges 10000 --output joint.bpe

        Lines that are not valid UTF-8 are skipped and counted.
        """)

    @Option(
      parsing: .upToNextOption,
      help: ArgumentHelp("The text, one sentence a line; of several, together.", valueName: "file"))
    var input: [String]

    @Option(
      parsing: .upToNextOption,
      help: ArgumentHelp(
        "The language of each text, or one for all, as a BCP 47 tag; without it, the texts are tokens "
          + "with spaces between them.", valueName: "tag"))
    var language: [String] = []

    @Flag(help: "Lowercase the text by the rules of the language.")
    var lowercase = false

    @OptionGroup var normalization: NormalizationOption

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp(
        "Merges to learn at most; 0 leaves every character a unit.", valueName: "n"))
    var merges: Int

    @Option(help: ArgumentHelp("Where to write the merges.", valueName: "file"))
    var output: String

    func validate() throws {
      try require(merges, in: Limits.merges, "--merges")
      guard language.count <= 1 || language.count == input.count else {
        throw ValidationError(
          "--language names \(counted(language.count, "language")) for "
            + "\(counted(input.count, "text")): give one for all, or one for each.")
      }
      try requireOtherFile("--output", output, than: "--input", input)
      if lowercase && language.isEmpty {
        throw ValidationError("--lowercase goes by the rules of a language: give --language.")
      }
      try normalization.require(language.first)
    }

    func run() throws {
      let console = Console()
      let texts = try input.indices.map { index in
        let text = try read(index)
        text.noteSkippedLines(of: input[index], on: console)
        guard text.wordCount > 0 else { throw EmptyTextError(path: input[index]) }
        return text
      }
      let learned = BytePairMerges(learning: merges, from: texts.map(\.words))
      try makeRoom(forFile: output)
      try learned.write(to: output)
      console.noteLanguagesWithoutData(language)
      let words = texts.reduce(0) { $0 + $1.wordCount }
      console.note(
        "Wrote \(output): \(counted(learned.count, "merge")) from \(counted(words, "word"))"
          + (learned.count < merges ? "; no further pair comes twice." : "."))
    }

    private func read(_ index: Int) throws -> CountedText {
      guard !language.isEmpty else { return try CountedText(tokensAt: input[index]) }
      let tag = language.count == 1 ? language[0] : language[index]
      return try CountedText(
        path: input[index],
        TokenizerConfiguration(
          language: tag, lowercase: lowercase, normalization: normalization.value),
        threads: Resources.availableCPUs)
    }
  }
}
