// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Inference
import Text

struct Score: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the log-probabilities of given translations.",
    discussion: """
      Prints a line for each pair: the natural log-probability of the reference as the translation \
      of its source, summed over its tokens and the end of the sentence.

        dragoman score checkpoints/de-en --source test.de --reference test.en
        dragoman score checkpoints/de-en --pairs crawled.tsv --per-token

      For a blank line in --pairs, prints a blank line (with --json, nothing). A header line is skipped.

      Unknown words are scored as <unk>. Only the first 20,000 words (units, for a model with subwords) of \
      each source and reference are read.
      """)

  @OptionGroup var checkpoints: CheckpointArguments

  @OptionGroup var testSet: TestSetOptions

  @Flag(help: "Also print the log-probability of each token: 'token:log-probability', </s> last.")
  var perToken = false

  @Flag(help: "Print a JSON object for each line.")
  var json = false

  @OptionGroup var computation: ComputationOptions

  func validate() throws {
    guard testSet.isPairs || testSet.isTwoFiles else {
      throw ValidationError("Give either --source and --reference, or --pairs.")
    }
    if json && perToken {
      throw ValidationError("--json includes the tokens: omit --per-token.")
    }
  }

  func run() throws {
    try requireCheckpoints(checkpoints.directories, for: "score")
    let test = try testSet.load(for: "score")
    let translator = try Translator(
      ensemble: checkpoints.load(for: "score"), options: computation.options)
    var output = StandardOutput()
    let scores = translator.scores(sources: test.sources ?? [], references: test.references)
    var lastLine = test.headerLine ?? 0
    for (line, score) in zip(test.lines, scores) {
      if json {
        try output.writeLine(dragoman.json(ScoreRecord(line, score)))
      } else {
        for _ in lastLine + 1..<line { try output.writeLine("") }
        try output.writeLine(text(score))
      }
      lastLine = line
    }
    try output.flush()
  }

  private func text(_ score: PairScore) -> String {
    let sum = decimal(score.logProbability, places: 4)
    guard perToken else { return sum }
    let parts = zip(score.units + ["</s>"], score.logProbabilities).map {
      "\($0):\(decimal(Double($1), places: 4))"
    }
    return ([sum] + [parts.joined(separator: " ")]).joined(separator: "\t")
  }
}

/// A line of `score --json`.
private struct ScoreRecord: Encodable {
  let line: Int
  let logProbability: Double
  let tokens: [String]
  let tokenLogProbabilities: [Float]
  let unknownWords: Int
  let isSourceCut: Bool
  let isReferenceCut: Bool

  init(_ line: Int, _ score: PairScore) {
    self.line = line
    logProbability = score.logProbability
    tokens = score.units
    tokenLogProbabilities = score.logProbabilities
    unknownWords = score.unknownWords
    isSourceCut = score.isSourceCut
    isReferenceCut = score.isReferenceCut
  }
}
