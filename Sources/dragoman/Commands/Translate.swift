// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Decoding
import Text

struct Translate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Translate standard input, a line at a time.",
    discussion: """
      Each line gives one line, in order; a blank line gives a blank line. A terminal or pipe that \
      sends one line gets its translation at once.

        echo "Ein Mann kocht." | dragoman translate checkpoints/de-en
        dragoman translate checkpoints/de-en < test.de > test.translated

      A line of more than 20,000 words is translated from its first 20,000, and no more than 16 MiB \
      of a line are read. What is not valid UTF-8 is read as U+FFFD and reported with its line \
      number. A summary follows on standard error.
      """)

  @OptionGroup var checkpoint: CheckpointArgument
  @OptionGroup var translation: TranslationOptions

  @Flag(help: "Print a JSON object for each line.")
  var json = false

  @Flag(help: "Leave out the summary.")
  var quiet = false

  /// Batches that are read ahead, among which sentences of like length are put together.
  private static let mostBatchesAhead = 16

  func run() throws {
    let translator = try Translator(checkpoint.load(), options: translation.options)
    let clock = ContinuousClock()
    var summary = TranslationSummary()
    var input = InputLines()
    var batchesAhead = 1
    while let lines = try nextLines(&input, atMost: translation.batchSize * batchesAhead) {
      var translations: [Translation] = []
      let time = clock.measure { translations = translator.translate(lines.map(\.text)) }
      summary.add(translations, seconds: time / .seconds(1))
      try write(translations, of: lines)
      // The first answers come soon, the later ones in larger steps.
      batchesAhead = min(2 * batchesAhead, Self.mostBatchesAhead)
    }
    if !quiet { summary.note(on: Console()) }
  }

  /// The next line, waited for, and those that have arrived behind it; nil at the end.
  private func nextLines(
    _ input: inout InputLines, atMost limit: Int
  ) throws -> [TextLine]? {
    guard let first = try input.next() else { return nil }
    var lines = [first]
    while lines.count < limit, try input.hasLineReady(), let line = try input.next() {
      lines.append(line)
    }
    return lines
  }

  private func write(_ translations: [Translation], of lines: [TextLine]) throws {
    var output = StandardOutput()
    for (line, translation) in zip(lines, translations) {
      try output.writeLine(
        json ? dragoman.json(TranslationRecord(line, translation)) : translation.text)
    }
    try output.flush()
  }
}

/// A line of `translate --json`.
private struct TranslationRecord: Encodable {
  let line: Int
  let source: String
  let translation: String
  let tokens: [String]
  let sourceTokens: Int
  let unknownWords: Int
  let isCut: Bool
  let isSourceCut: Bool

  init(_ line: TextLine, _ translation: Translation) {
    self.line = line.number
    source = line.text
    self.translation = translation.text
    tokens = translation.tokens
    sourceTokens = translation.sourceTokens
    unknownWords = translation.unknownWords
    isCut = translation.isCut
    isSourceCut = translation.isSourceCut
  }
}
