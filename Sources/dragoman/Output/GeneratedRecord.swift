// SPDX-License-Identifier: Apache-2.0

import Inference

/// A line of `generate --json`.
struct GeneratedRecord: Encodable {
  private let line: Int
  private let best: Text?
  /// All texts, with `--n-best`.
  private let texts: [Text]?

  private struct Text: Encodable {
    let text: String
    let isCut: Bool
    let score, logProbability: Double?
    let units: [String]?
    let unitLogProbabilities: [Float]?

    init(_ found: GeneratedText) {
      (text, isCut) = (found.text, found.isCut)
      (score, logProbability) = (found.score?.total, found.score?.logProbability)
      (units, unitLogProbabilities) = (found.score?.units, found.score?.logProbabilities)
    }
  }

  private enum CodingKeys: CodingKey { case line, text, texts }

  /// `texts` is empty for a blank line.
  init(_ number: Int, _ texts: [GeneratedText], nBest: Int) {
    line = number
    best = texts.first.map(Text.init)
    self.texts = nBest > 1 ? texts.map(Text.init) : nil
  }

  /// Encodes the fields of the best text beside those of the line.
  func encode(to encoder: any Encoder) throws {
    try best?.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(line, forKey: .line)
    if best == nil { try container.encode("", forKey: .text) }
    try container.encodeIfPresent(texts, forKey: .texts)
  }
}
