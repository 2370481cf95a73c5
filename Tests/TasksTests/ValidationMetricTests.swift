// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Testing
import Text
import Training

@Suite struct ValidationMetricTests {
  private static func score(_ value: Double, _ perplexity: Double) -> RankedScore {
    RankedScore(value, perplexity: perplexity)
  }

  @Test(arguments: [ValidationMetric.bleu, .chrf])
  func scoresOfTranslationsRankFirst(metric: ValidationMetric) {
    let best = Self.score(20, 5)
    #expect(metric.isBetter(best, than: nil))
    #expect(metric.isBetter(Self.score(20.001, 9), than: best))
    #expect(!metric.isBetter(Self.score(19.999, 1), than: best))
    #expect(metric.isBetter(Self.score(20, 4.999), than: best))
    #expect(!metric.isBetter(best, than: best))
    #expect(!metric.isBetter(Self.score(20, 5.001), than: best))
  }

  @Test(arguments: [ValidationMetric.bleu, .chrf])
  func aScoreOfNothingIsNoReasonToPreferWeights(metric: ValidationMetric) {
    #expect(metric.isBetter(Self.score(0, 1), than: Self.score(0, 6)))
    #expect(!metric.isBetter(Self.score(0, 7), than: Self.score(0, 6)))
    #expect(metric.isBetter(Self.score(0.001, 9), than: Self.score(0, 6)))
    #expect(!metric.isBetter(Self.score(0, 1), than: Self.score(0.001, 6)))
  }

  @Test func perplexityIsBetterTheLowerItIs() {
    let metric = ValidationMetric.perplexity
    #expect(metric.isBetter(Self.score(2, 2), than: Self.score(3, 3)))
    #expect(!metric.isBetter(Self.score(3, 3), than: Self.score(3, 3)))
    #expect(!metric.isBetter(Self.score(4, 4), than: Self.score(3, 3)))
  }

  @Test(arguments: [
    ("zh", BLEU.Tokenization.chinese), ("cmn", .chinese), ("zho_Hant", .chinese), ("yue", .chinese),
    ("wuu", .chinese), ("lzh", .chinese), ("nan", .chinese), ("ja", .character), ("th", .character),
    ("lo", .character), ("km", .character), ("my", .character), ("shn", .character),
    ("bo", .character), ("dz", .character), ("jv-Java", .character), ("vi-Hani", .chinese),
    ("zh-Latn", .mteval13a), ("ja_Latn", .mteval13a), ("ko", .mteval13a), ("jv", .mteval13a),
    ("en", .mteval13a), ("ar", .mteval13a), ("hi", .mteval13a), ("vi", .mteval13a),
    ("und", .mteval13a), ("tok", .mteval13a),
  ])
  func languagesHaveTheirTokenization(tag: String, tokenization: BLEU.Tokenization) throws {
    #expect(try BLEU.Tokenization(Language(tag: tag)) == tokenization)
  }
}
