// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Decoding
import Models
import Text

struct Translate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Translate standard input, a line at a time.",
    discussion: """
      Each line gives one line, in order; a blank line gives a blank line. A terminal or pipe that \
      sends one line gets its translation at once.

        echo "Ein Mann kocht." | dragoman translate checkpoints/de-en
        dragoman translate checkpoints/de-en < test.de > test.translated
        dragoman translate checkpoints/de-en --beam-size 5 --n-best 5 < test.de
        dragoman translate run-1 run-2 run-3 --beam-size 5 < test.de

      A line of more than 20,000 words, or units of a model with subwords, is translated from its \
      first 20,000, and no more than 16 MiB of a line are read. What is not valid UTF-8 is read as \
      U+FFFD and reported with its line number. A summary follows on standard error.
      """)

  @OptionGroup var checkpoints: CheckpointArguments
  @OptionGroup var translation: TranslationOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Print the n best translations of a line, each as line number, score and translation with tabs "
        + "between.", valueName: "n"))
  var nBest = Translator.Options().hypotheses

  @Flag(
    help: """
      A line holds the source, a tab, and the words that its translation must begin with; without a \
      tab, it may begin with any.
      """)
  var prefixColumn = false

  @Flag(
    help: """
      Print behind each translation, and a tab, what was translated from what: 'i-j' for word j from \
      word i of the source, both counted from 0, as 'dragoman tokenize' cuts them. With --json, the \
      whole attention too, between the units of a model with subwords.
      """)
  var alignments = false

  @Flag(help: "Print a JSON object for each line.")
  var json = false

  @Flag(help: "Leave out the summary.")
  var quiet = false

  /// Batches that are read ahead, among which sentences of like length are put together.
  private static let mostBatchesAhead = 16

  func validate() throws {
    try require(nBest, in: Limits.beamSize, "--n-best")
    let search = translation.search
    if !search.sample && nBest > search.beamSize {
      throw ValidationError(
        "--n-best is \(nBest), but --beam-size \(search.beamSize) finds no more than that: raise "
          + "--beam-size to \(nBest) or more.")
    }
  }

  func run() throws {
    var options = try translation.options()
    options.hypotheses = nBest
    options.computesScores = json
    options.computesAttention = alignments
    let translator = try Translator(ensemble: checkpoints.load(), options: options)
    try translation.search.check(translator, command: "translate")
    if alignments { try requireAttention(of: translator, "--alignments", command: "translate") }
    let clock = ContinuousClock()
    var summary = TranslationSummary()
    var input = InputLines(of: "translate")
    var batchesAhead = 1
    while let lines = try nextLines(
      &input, atMost: translation.computation.batchSize * batchesAhead)
    {
      var translations: [Translation] = []
      let time = clock.measure { translations = translator.translate(inputs: lines.map(request)) }
      summary.add(translations, seconds: time / .seconds(1))
      try write(translations, of: lines)
      // The first answers come soon, the later ones in larger steps.
      batchesAhead = min(4 * batchesAhead, Self.mostBatchesAhead)
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

  private func request(_ line: TextLine) -> TranslationInput {
    guard prefixColumn, let tab = line.text.firstIndex(of: "\t") else {
      return TranslationInput(line.text, number: line.number)
    }
    var request = TranslationInput(String(line.text[..<tab]), number: line.number)
    request.prefix = String(line.text[tab...].dropFirst())
    return request
  }

  private func write(_ translations: [Translation], of lines: [TextLine]) throws {
    var output = StandardOutput()
    for (line, translation) in zip(lines, translations) {
      if json {
        try output.writeLine(
          dragoman.json(TranslationRecord(line.number, request(line), translation, nBest: nBest)))
      } else if nBest > 1 {
        for text in nBestLines(line, translation) { try output.writeLine(text) }
      } else {
        try output.writeLine(
          translation.text + alignment(translation.hypotheses.first))
      }
    }
    try output.flush()
  }

  /// A blank line has one, so that no number is missing.
  private func nBestLines(_ line: TextLine, _ translation: Translation) -> [String] {
    if translation.hypotheses.isEmpty { return ["\(line.number)\t0\t" + alignment(nil)] }
    return translation.hypotheses.map { hypothesis in
      let score = hypothesis.score.map { decimal($0.total, places: 4) } ?? ""
      return "\(line.number)\t\(score)\t\(hypothesis.text)" + alignment(hypothesis)
    }
  }

  private func alignment(_ hypothesis: Translation.Hypothesis?) -> String {
    guard alignments else { return "" }
    let pairs = hypothesis?.alignment ?? []
    return "\t" + pairs.map { "\($0.source)-\($0.target)" }.joined(separator: " ")
  }
}
