// SPDX-License-Identifier: Apache-2.0

import Corpora
import Inference
import Messages
import Text

extension Score {
  func validateText(_ given: GivenCheckpoints) throws {
    try given.refuseForText(testSet.firstInUse, instead: "give --text, or use standard input")
  }

  func runText() throws {
    guard checkpoints.directories.count == 1 else {
      throw UsageError(
        command: "score", message: "Give one language model: ensembles are for translators.")
    }
    let scorer = try TextScorer(
      LanguageModelCheckpoint(directory: checkpoints.directories[0]),
      threads: computation.threads.count, quantized: computation.options.precision == .int8)
    var input = try text.map { try InputLines(ofFile: $0) } ?? InputLines(of: "score")
    var lineCount = 0
    var (units, unknownUnits) = (0, 0)
    while let lines = try input.next(atMost: computation.batchSize) {
      let scores =
        carryState
        ? lines.map { scorer.score(continuing: $0.text) } : scorer.scores(of: lines.map(\.text))
      try write(scores, of: lines)
      lineCount += lines.count
      units += scores.reduce(0) { $0 + $1.units.count }
      unknownUnits += scores.reduce(0) { $0 + $1.unknownUnits }
    }
    if let text, lineCount == 0 { throw RunningTextError.empty(paths: [text]) }
    if unknownUnits > 0 {
      Console().note(
        "\(grouped(unknownUnits)) of \(counted(units, "unit")) "
          + "\(unknownUnits == 1 ? "is" : "are") unknown and scored as <unk>.")
    }
  }

  private func write(_ scores: [TextScore], of lines: [TextLine]) throws {
    var output = StandardOutput()
    for (line, score) in zip(lines, scores) {
      if !json {
        try output.writeLine(
          score.units.isEmpty
            ? "" : cells(score.logProbability, score.units, score.logProbabilities))
      } else if !score.units.isEmpty {
        try output.writeLine(dragoman.json(TextScoreRecord(line.number, score)))
      }
    }
    try output.flush()
  }
}

/// A line of `score --json` for a line of text.
private struct TextScoreRecord: Encodable {
  let line: Int
  let logProbability: Double
  let tokens: [String]
  let tokenLogProbabilities: [Float]
  let unknownUnits: Int

  init(_ line: Int, _ score: TextScore) {
    self.line = line
    logProbability = score.logProbability
    tokens = score.units
    tokenLogProbabilities = score.logProbabilities
    unknownUnits = score.unknownUnits
  }
}
