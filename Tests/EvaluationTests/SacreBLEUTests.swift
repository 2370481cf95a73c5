// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Testing

@Suite struct SacreBLEUTests {
  @Test func bleuEqualsSacreBLEU() throws {
    let cases: [ScoreGolden] = try goldens("scores.json")
    #expect(cases.count >= 30)
    for golden in cases {
      #expect(golden.bleu.count == 10)
      for expected in golden.bleu {
        let tokenization = try #require(BLEU.Tokenization(rawValue: expected.tokenization))
        let bleu = BLEU.corpus(
          hypotheses: golden.hypotheses, referenceSets: golden.references,
          options: BLEU.Options(tokenization: tokenization, lowercase: expected.lowercase))
        let place: Comment = "\(golden.name), \(expected.signature)"
        #expect(bleu.description == expected.line, place)
        #expect(bleu.signature == expected.signature, place)
        #expect(bleu.matches == expected.matches, place)
        #expect(bleu.totals == expected.totals, place)
        #expect(bleu.hypothesisLength == expected.hypothesisLength, place)
        #expect(bleu.referenceLength == expected.referenceLength, place)
        #expect(bleu.precisions == expected.precisions, place)
        #expect(abs(bleu.brevityPenalty - expected.brevityPenalty) <= 1e-12, place)
        #expect(abs(bleu.score - expected.score) <= 1e-9, place)
      }
    }
  }

  @Test func chrFEqualsSacreBLEU() throws {
    for golden: ScoreGolden in try goldens("scores.json") {
      #expect(golden.chrF.count == 4)
      for expected in golden.chrF {
        let chrF = ChrF.corpus(
          hypotheses: golden.hypotheses, referenceSets: golden.references,
          options: ChrF.Options(wordOrder: expected.wordOrder, lowercase: expected.lowercase))
        let place: Comment = "\(golden.name), \(expected.signature)"
        #expect(chrF.description == expected.line, place)
        #expect(chrF.signature == expected.signature, place)
        #expect(abs(chrF.score - expected.score) <= 1e-9, place)
      }
    }
  }

  @Test func tokensEqualSacreBLEUs() throws {
    for golden: [String: TokenGolden] in try goldens("tokens.json") {
      let line = try #require(golden["line"]).text
      for tokenization in BLEU.Tokenization.allCases {
        for lowercase in [false, true] {
          let key = tokenization.rawValue + (lowercase ? " lowercase" : "")
          let expected = try #require(golden[key]).tokens
          let found = tokenization.tokens(of: line, lowercase: lowercase)
          // Compare scalars: canonically equivalent strings are equal.
          #expect(
            found.map(Array.init) == expected.map { Array($0.unicodeScalars) },
            "\(key): \(line.debugDescription)")
        }
      }
    }
  }

  @Test func oneSetOfReferencesNeedsNoSets() {
    let (hypotheses, references) = (["a b c d x", "y"], ["a b c d e", "z"])
    #expect(
      BLEU.corpus(hypotheses: hypotheses, references: references)
        == BLEU.corpus(hypotheses: hypotheses, referenceSets: [references]))
    #expect(
      ChrF.corpus(hypotheses: hypotheses, references: references)
        == ChrF.corpus(hypotheses: hypotheses, referenceSets: [references]))
  }

  @Test func aCorpusWithoutLinesScoresNothing() {
    let bleu = BLEU.corpus(hypotheses: [], references: [])
    #expect(
      bleu.description
        == "BLEU = 0.00 0.0/0.0/0.0/0.0 (BP = 1.000 ratio = 0.000 hyp_len = 0 ref_len = 0)")
    #expect(ChrF.corpus(hypotheses: [], references: []).description == "chrF2 = 0.00")
  }

  @Test func trapsWhenLinesAreMissing() async {
    await #expect(processExitsWith: .failure) {
      _ = BLEU.corpus(hypotheses: ["a"], references: [])
    }
    await #expect(processExitsWith: .failure) {
      _ = ChrF.corpus(hypotheses: ["a"], referenceSets: [["a"], ["a", "b"]])
    }
  }

  @Test func perplexityIsTheExponentialOfTheMean() {
    #expect(perplexity(totalNegativeLogLikelihood: 0, tokens: 3) == 1)
    // Four tokens with probability 1/8 each: 4 · ln 8.
    let uniform = perplexity(totalNegativeLogLikelihood: 8.317766166719343, tokens: 4)
    #expect(abs(uniform - 8) < 1e-12)
  }
}

/// A value of a row of `tokens.json`: the line itself, or its tokens.
private struct TokenGolden: Decodable {
  var text = ""
  var tokens: [String] = []

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      self.text = text
    } else {
      tokens = try container.decode([String].self)
    }
  }
}
