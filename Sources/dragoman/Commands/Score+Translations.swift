// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Inference

extension Score {
  func validateTranslations(_ given: GivenCheckpoints) throws {
    try given.refuseForTranslation(
      text == nil ? nil : "--text", instead: "give --source and --reference, or --pairs")
    try given.refuseForTranslation(carryState ? "--carry-state" : nil)
    guard testSet.isPairs || testSet.isTwoFiles else {
      throw ValidationError("Give either --source and --reference, or --pairs.")
    }
  }

  func runTranslations() throws {
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
        try output.writeLine(
          cells(score.logProbability, score.units + ["</s>"], score.logProbabilities))
      }
      lastLine = line
    }
    try output.flush()
  }
}

/// A line of `score --json` for a pair.
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
