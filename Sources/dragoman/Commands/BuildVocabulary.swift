// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Checkpoints
import Corpora
import Files
import Inference
import Messages
import Models
import Text
import Training

struct BuildVocabulary: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vocabulary",
    abstract: "Build a vocabulary from the text of one language.",
    discussion: """
      Writes the four special tokens and then a line 'word<TAB>count' for each word, most frequent \
      first. 'dragoman train' builds its own vocabularies; use this command to build one that several \
      models share.

        dragoman vocabulary --input train.de --language de --output vocab/de.vocab
        dragoman train --source-vocabulary vocab/de.vocab ...

      Lines that are not valid UTF-8 are skipped and counted. It is an error if they make up more than half \
      of the text.
      """)

  @Option(help: ArgumentHelp("Text, one sentence per line.", valueName: "file"))
  var input: String

  @Option(
    help: ArgumentHelp(
      "Language of the text, as a BCP 47 tag such as en or pt-BR.", valueName: "tag"))
  var language: String

  @Option(help: ArgumentHelp("File for the vocabulary.", valueName: "file"))
  var output: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Omit words that occur fewer times than this.", valueName: "n"))
  var minFrequency = DataConfiguration().minimumFrequency

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Maximum number of words, not counting the special tokens.", valueName: "n"))
  var maxVocabulary = DataConfiguration().maximumVocabulary

  @Flag(help: "Lowercase the text according to the rules of its language.")
  var lowercase = false

  @OptionGroup var normalization: NormalizationOption

  func validate() throws {
    try require(minFrequency, in: Limits.wordFrequency, "--min-frequency")
    try require(maxVocabulary, in: Limits.vocabularyWords, "--max-vocabulary")
    try requireOtherFile("--output", output, than: "--input", [input])
  }

  func run() throws {
    let console = Console()
    let text = try CountedText(
      path: input,
      TokenizerConfiguration(
        language: language, lowercase: lowercase, normalization: normalization.value),
      threads: Resources.availableCPUs)
    guard text.wordCount > 0 else { throw EmptyTextError(path: input) }
    console.noteLanguagesWithoutData([language])
    let vocabulary = text.words.build(minimumFrequency: minFrequency, maximumSize: maxVocabulary)
    try makeRoom(forFile: output)
    try vocabulary.write(to: output)

    text.noteSkippedLines(of: input, on: console)
    let known = vocabulary.count - Vocabulary.Special.tokens.count
    let unknown =
      Double(vocabulary.frequency(of: Vocabulary.Special.unknown)) / Double(text.wordCount)
    console.note(
      "Wrote \(output): \(counted(known, "word")); \(percent(unknown)) of the text's "
        + "\(counted(text.wordCount, "word")) are unknown.")
  }
}

extension CountedText {
  /// Prints the number of skipped lines of `path`, and the first one.
  func noteSkippedLines(of path: String, on console: Console) {
    func note(_ count: Int, _ problem: String, first line: Int?) {
      guard let line else { return }
      let place = count == 1 ? ": line \(line)" : "; the first is line \(line)"
      console.note("\(path): skipped \(counted(count, "line")) \(problem)\(place).")
    }
    if let encoding {
      note(encoding.invalidLines, "with invalid UTF-8", first: encoding.firstLine)
      if encoding.isOfManyLines { console.note(encoding.conversion) }
    }
    note(nulLines.count, "with a NUL byte", first: nulLines.firstLines.first)
    note(longLines.count, "longer than 16 MiB", first: longLines.firstLines.first)
  }
}

/// A text without words.
struct EmptyTextError: Explainable, Equatable {
  let path: String

  var explanation: ErrorText {
    ErrorText(.badData, "\(path) contains no words.", advice: "Give a file that contains text.")
  }
}
