// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Testing

@Suite struct BootstrapTests {
  @Test func drawsAreThoseOfNumPy() throws {
    let goldens: [DrawGolden] = try goldens("draws.json")
    #expect(goldens.count == 30)
    for golden in goldens {
      var generator = PCG64(seed: golden.seed)
      let draws = golden.draws.map { _ in generator.next(below: golden.bound) }
      #expect(draws == golden.draws, "seed \(golden.seed), below \(golden.bound)")
    }
  }

  @Test func figuresEqualSacreBLEUs() throws {
    let goldens: [BootstrapGolden] = try goldens("bootstrap.json")
    #expect(goldens.count == 4)
    for golden in goldens {
      #expect(golden.results.count == 5)
      for result in golden.results {
        switch result.metric {
        case "BLEU": check(BLEU.self, BLEU.standardOptions, result, golden)
        case "BLEU lowercase char":
          check(
            BLEU.self, BLEU.Options(tokenization: .character, lowercase: true), result, golden)
        case "chrF": check(ChrF.self, ChrF.standardOptions, result, golden)
        case "chrF++": check(ChrF.self, ChrF.Options(wordOrder: 2), result, golden)
        default: check(TER.self, TER.standardOptions, result, golden)
        }
      }
    }
  }

  private func check<Score: CorpusScore>(
    _: Score.Type, _ options: Score.Options, _ expected: BootstrapGolden.Result,
    _ golden: BootstrapGolden
  ) {
    let place: Comment = "\(golden.name), \(expected.metric)"
    let bootstrap = Bootstrap(resamples: golden.resamples)
    let statistics = golden.hypotheses.map { hypotheses in
      LineStatistics<Score>(
        hypotheses: hypotheses, referenceSets: golden.references, options: options)
    }
    let scores = statistics.map(bootstrap.scores)
    #expect(scores.count == expected.systems.count)
    for (scores, row) in zip(scores, expected.systems) {
      // Only BLEU uses logarithms, whose last digit differs among C libraries.
      let bound = Score.self == BLEU.self ? 1e-9 : 0
      #expect(abs(scores.interval.mean - row.mean) <= bound, place)
      #expect(abs(scores.interval.halfWidth - row.halfWidth) <= bound, place)
    }
    #expect(expected.systems[0].pValue == nil)
    for (other, row) in zip(scores, expected.systems).dropFirst() {
      #expect(other.pValue(against: scores[0]) == row.pValue, place)
    }
    let score = Score(statistics[0])
    #expect(abs(score.score - expected.systems[0].score) <= 1e-9, place)
    #expect(score.signature(bootstrap: bootstrap) == expected.signature, place)
    #expect(score.signature(bootstrap: bootstrap) == expected.signatureAlone, place)
    #expect(score.description(interval: scores[0].interval) == expected.line, place)
  }

  @Test func statisticsOfSomeLinesAreThoseOfACorpusOfThem() {
    let (hypotheses, references) = (
      ["a b c d x", "y", "a cat sat"], ["a b c d e", "z", "the cat sat"]
    )
    let all = LineStatistics<BLEU>(
      hypotheses: hypotheses, referenceSets: [references], options: BLEU.standardOptions)
    #expect(
      BLEU(all.selecting([0, 2]))
        == BLEU.corpus(
          hypotheses: ["a b c d x", "a cat sat"], references: ["a b c d e", "the cat sat"]))
    #expect(BLEU(all.selecting([])) == BLEU.corpus(hypotheses: [], references: []))
  }

  @Test func trapsWithoutLines() async {
    await #expect(processExitsWith: .failure) {
      let none = LineStatistics<TER>(
        hypotheses: [], referenceSets: [[]], options: TER.standardOptions)
      _ = Bootstrap().scores(of: none)
    }
    await #expect(processExitsWith: .failure) { _ = Bootstrap(resamples: 0) }
  }
}

private struct DrawGolden: Decodable {
  var seed: UInt64
  var bound: UInt32
  var draws: [Int]
}

private struct BootstrapGolden: Decodable {
  struct System: Decodable {
    var score: Double
    var mean: Double
    var halfWidth: Double
    var pValue: Double?
  }

  struct Result: Decodable {
    var metric: String
    var signature: String
    var systems: [System]
    var line: String
    var signatureAlone: String
  }

  var name: String
  var resamples: Int
  var references: [[String]]
  var hypotheses: [[String]]
  var results: [Result]
}
