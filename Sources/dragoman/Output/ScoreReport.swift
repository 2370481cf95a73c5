// SPDX-License-Identifier: Apache-2.0

import Decoding
import Evaluation
import Models

/// The scores of an evaluation.
struct ScoreReport {
  let sentences: Int
  let bleu: BLEU
  /// Without n-grams of words, then with those that were asked for.
  let chrf: [ChrF]
  /// Nil for text against text.
  var likelihood: Likelihood?

  init(hypotheses: [String], references: [String], _ options: ScoreOptions) {
    sentences = hypotheses.count
    bleu = BLEU.corpus(
      hypotheses: hypotheses, references: references,
      options: BLEU.Options(
        tokenization: options.tokenization, lowercase: options.lowercase))
    let orders = options.chrfWordOrder > 0 ? [0, options.chrfWordOrder] : [0]
    chrf = orders.map { order in
      ChrF.corpus(
        hypotheses: hypotheses, references: references,
        options: ChrF.Options(wordOrder: order, lowercase: options.lowercase))
    }
  }

  private var perplexity: Double? {
    likelihood.map {
      Evaluation.perplexity(
        totalNegativeLogLikelihood: $0.totalNegativeLogLikelihood, tokens: $0.tokens)
    }
  }

  /// As sacreBLEU prints them, signatures below.
  var text: String {
    var lines = [bleu.description, "  " + bleu.signature]
    for score in chrf { lines += [score.description, "  " + score.signature] }
    if let likelihood, let perplexity {
      lines.append("perplexity = " + decimal(perplexity, places: 2))
      let limit = grouped(Limits.sentenceLength.upperBound)
      let cut =
        likelihood.cutReferences == 0
        ? "" : ", \(counted(likelihood.cutReferences, "reference")) cut to \(limit) words"
      lines.append("  per token of the references, \(grouped(likelihood.tokens)) tokens\(cut)")
    }
    return lines.joined(separator: "\n")
  }

  var json: String {
    get throws { try dragoman.json(Record(self), pretty: true) }
  }

  private struct Record: Encodable {
    struct Score: Encodable {
      let name: String
      let score: Double
      let signature: String
    }

    let sentences: Int
    let bleu: Score
    let bleuPrecisions: [Double]
    let brevityPenalty: Double
    let chrf: [Score]
    let perplexity: Double?
    let targetTokens: Int?
    let cutReferences: Int?

    init(_ report: ScoreReport) {
      sentences = report.sentences
      bleu = Score(name: "BLEU", score: report.bleu.score, signature: report.bleu.signature)
      bleuPrecisions = report.bleu.precisions
      brevityPenalty = report.bleu.brevityPenalty
      chrf = report.chrf.map { Score(name: $0.name, score: $0.score, signature: $0.signature) }
      perplexity = report.perplexity
      targetTokens = report.likelihood?.tokens
      cutReferences = report.likelihood?.cutReferences
    }
  }
}
