// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Inference
import Models
import Text

struct Translate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Translate standard input, line by line.",
    discussion: """
      Prints one line for each input line, in order; a blank line stays blank. Lines typed at a terminal, \
      or piped in one at a time, are translated as they arrive.

        echo "Ein Mann kocht." | dragoman translate checkpoints/de-en
        dragoman translate checkpoints/de-en < test.de > test.translated
        dragoman translate checkpoints/de-en --beam-size 5 --n-best 5 < test.de
        dragoman translate run-1 run-2 run-3 --beam-size 5 < test.de

      Reads at most 16 MiB of each line, and translates at most its first 20,000 words (units, for a model \
      with subwords). Invalid bytes are read as U+FFFD; the lines that contain them are counted, and the \
      first few are reported. A summary goes to standard error.
      """)

  @OptionGroup var checkpoints: CheckpointArguments
  @OptionGroup var translation: TranslationOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Print the n best translations of each line: line number, score and translation, separated by "
        + "tabs.", valueName: "n"))
  var nBest = Translator.Options().hypotheses

  @Flag(
    help: """
      Each input line contains the source, a tab, and the words with which its translation must begin. If a \
      line has no tab, \
      its translation may begin with any word.
      """)
  var prefixColumn = false

  @Flag(
    help: """
      Print a tab and the word alignment after each translation: 'i-j' means that target word j is aligned \
      with source word i. Words are those of 'dragoman tokenize', counted from 0. With --json, also print \
      all attention weights (between units, for a model with subwords).
      """)
  var alignments = false

  @Flag(help: "Print a JSON object for each line.")
  var json = false

  @Flag(help: "Omit the summary.")
  var quiet = false

  /// The maximum number of batches to read ahead, so that sentences of similar length share a batch.
  private static let mostBatchesAhead = 16

  func validate() throws {
    try translation.decoding.requireHypotheses(nBest)
  }

  func run() throws {
    var options = try translation.options()
    options.hypotheses = nBest
    options.computesScores = json
    options.computesAttention = alignments
    let translator = try Translator(ensemble: checkpoints.load(for: "translate"), options: options)
    try translation.search.check(translator, command: "translate")
    if alignments { try requireAttention(of: translator, "--alignments", command: "translate") }
    let clock = ContinuousClock()
    var summary = TranslationSummary()
    var input = InputLines(of: "translate")
    var batchesAhead = 1
    while let lines = try input.next(atMost: translation.computation.batchSize * batchesAhead) {
      var translations: [Translation] = []
      let time = clock.measure { translations = translator.translate(inputs: lines.map(request)) }
      summary.add(translations, seconds: time / .seconds(1))
      try write(translations, of: lines)
      // Small steps give the first answers early; larger ones are faster.
      batchesAhead = min(4 * batchesAhead, Self.mostBatchesAhead)
    }
    if !quiet { summary.note(on: Console()) }
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

  /// Returns the lines of output; a blank line has one, so that no number is missing.
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
