// SPDX-License-Identifier: Apache-2.0

import Inference

/// A line of `translate --json`.
struct TranslationRecord: Encodable {
  private let line: Int
  private let source: String
  private let sourceTokens: Int
  private let unknownWords: Int
  private let isSourceCut: Bool
  private let best: Hypothesis
  /// The source units of the attention, with `--alignments`.
  private let sourceUnits: [String]?
  /// All hypotheses, with `--n-best`.
  private let hypotheses: [Hypothesis]?

  private enum CodingKeys: CodingKey {
    case line, source, sourceTokens, unknownWords, isSourceCut, sourceUnits, hypotheses
  }

  init(_ number: Int, _ input: TranslationInput, _ translation: Translation, nBest: Int) {
    line = number
    source = input.text
    sourceTokens = translation.sourceTokens
    unknownWords = translation.unknownWords
    isSourceCut = translation.isSourceCut
    best = Hypothesis(translation.hypotheses.first)
    sourceUnits = best.attention == nil ? nil : translation.sourceUnits
    hypotheses = nBest > 1 ? translation.hypotheses.map(Hypothesis.init) : nil
  }

  /// Encodes the fields of the best hypothesis beside those of the line.
  func encode(to encoder: any Encoder) throws {
    try best.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(line, forKey: .line)
    try container.encode(source, forKey: .source)
    try container.encode(sourceTokens, forKey: .sourceTokens)
    try container.encode(unknownWords, forKey: .unknownWords)
    try container.encode(isSourceCut, forKey: .isSourceCut)
    try container.encodeIfPresent(sourceUnits, forKey: .sourceUnits)
    try container.encodeIfPresent(hypotheses, forKey: .hypotheses)
  }

  struct Hypothesis: Encodable {
    let translation: String
    let tokens: [String]
    let isCut: Bool
    let score: Double?
    let logProbability: Double?
    /// The units of the log-probabilities; nil if they are the tokens.
    let units: [String]?
    let tokenLogProbabilities: [Float]?
    /// Pairs of positions in the source and in the translation.
    let alignment: [[Int]]?
    let attention: [[Float]]?

    /// Creates the record of a hypothesis; nil if the line has no words.
    init(_ hypothesis: Translation.Hypothesis?) {
      translation = hypothesis?.text ?? ""
      tokens = hypothesis?.tokens ?? []
      isCut = hypothesis?.isCut ?? false
      let score = hypothesis?.score
      self.score = score?.total
      logProbability = score?.logProbability
      units = score?.units == tokens ? nil : score?.units
      tokenLogProbabilities = score?.logProbabilities
      let attention = hypothesis?.attention ?? []
      self.attention = attention.isEmpty ? nil : attention
      alignment =
        attention.isEmpty ? nil : hypothesis?.alignment.map { [$0.source, $0.target] }
    }
  }
}
