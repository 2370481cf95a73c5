// SPDX-License-Identifier: Apache-2.0

import Decoding
import Text

/// A line of `translate --json`.
struct TranslationRecord: Encodable {
  let line: Int
  let source: String
  let translation: String
  let tokens: [String]
  let sourceTokens: Int
  let unknownWords: Int
  let isCut: Bool
  let isSourceCut: Bool
  let score: Double?
  let logProbability: Double?
  /// What the log-probabilities are of, where it is not the tokens.
  let units: [String]?
  let tokenLogProbabilities: [Float]?
  /// With `--n-best`, all of them.
  let hypotheses: [Hypothesis]?

  struct Hypothesis: Encodable {
    let translation: String
    let tokens: [String]
    let isCut: Bool
    let score: Double?
    let logProbability: Double?
    let units: [String]?
    let tokenLogProbabilities: [Float]?

    init(_ hypothesis: Translation.Hypothesis) {
      translation = hypothesis.text
      tokens = hypothesis.tokens
      isCut = hypothesis.isCut
      score = hypothesis.score?.total
      logProbability = hypothesis.score?.logProbability
      units = hypothesis.score.flatMap { $0.units == hypothesis.tokens ? nil : $0.units }
      tokenLogProbabilities = hypothesis.score?.logProbabilities
    }
  }

  init(_ number: Int, _ input: TranslationInput, _ translation: Translation, nBest: Int) {
    line = number
    source = input.text
    self.translation = translation.text
    tokens = translation.tokens
    sourceTokens = translation.sourceTokens
    unknownWords = translation.unknownWords
    isCut = translation.isCut
    isSourceCut = translation.isSourceCut
    let score = translation.hypotheses.first?.score
    self.score = score?.total
    logProbability = score?.logProbability
    units = score.flatMap { $0.units == translation.tokens ? nil : $0.units }
    tokenLogProbabilities = score?.logProbabilities
    hypotheses = nBest > 1 ? translation.hypotheses.map(Hypothesis.init) : nil
  }
}
