// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Checkpoints
import Corpora
import Messages
import Models
import Subwords
import Text

extension BPE {
  struct Learn: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Learn merges from the words of one or more texts.",
      discussion: """
        Writes the pairs of units to merge, most frequent first, in the format of subword-nmt.

          dragoman bpe learn --input train.de --language de \\
            --merges 10000 --output de.bpe
          dragoman bpe learn --input train.de train.en --language de en \\
            --merges 10000 --output joint.bpe

        Lines that are not valid UTF-8 are skipped and counted. It is an error if they make up more than \
        half of the text.
        """)

    @Option(
      parsing: .upToNextOption,
      help: ArgumentHelp("One or more texts, one sentence per line.", valueName: "file"))
    var input: [String]

    @Option(
      parsing: .upToNextOption,
      help: ArgumentHelp(
        """
        Language of each text, or one for all, as a BCP 47 tag. \
        Without it, the texts must already be tokenized, with spaces between the tokens.
        """,
        valueName: "tag"))
    var language: [String] = []

    @Flag(help: "Lowercase the text according to the rules of its language.")
    var lowercase = false

    @OptionGroup var normalization: NormalizationOption

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp(
        "Maximum number of merges; 0 makes each character a unit.", valueName: "n"))
    var merges: Int

    @Option(help: ArgumentHelp("File for the merges.", valueName: "file"))
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
        throw ValidationError("--lowercase needs --language: its rules depend on the language.")
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
          + (learned.count < merges
            ? ", fewer than requested, because no other pair occurs twice." : "."))
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
