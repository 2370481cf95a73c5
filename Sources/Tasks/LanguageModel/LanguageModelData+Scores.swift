// SPDX-License-Identifier: Apache-2.0

import Corpora
import Evaluation
import Inference
import Models
import Subwords
import Text
import Threads
import Training

extension LanguageModelData {
  /// Scores a model on the dev text; nil if there is none. Continuous text is scored in parts, so
  /// that they can share matrix products.
  func developmentScores(_ scorer: any SequenceScorer, _ pool: WorkerPool) -> Scores? {
    guard let development else { return nil }
    let count = partCount(of: development)
    var total = SequenceLikelihood()
    for start in stride(from: 0, to: count, by: partsInMemory) {
      let places = (start..<min(start + partsInMemory, count)).map { part in
        configuration.layout == .lines
          ? development.places(ofSequence: part)
          : development.count * part / count..<development.count * (part + 1) / count
      }
      for likelihood in scorer.likelihoods(of: development.tokens(places), pool) {
        total += likelihood
      }
    }
    return Scores(
      loss: total.negativeLogLikelihood / Double(total.tokens),
      perplexity: perplexity(
        totalNegativeLogLikelihood: total.negativeLogLikelihood, tokens: total.tokens))
  }

  /// Each part of continuous text has at least 2,000 tokens, so that its start hardly matters, and
  /// at most about 16,000.
  private func partCount(of text: RunningText) -> Int {
    configuration.layout == .lines
      ? text.lineCount : max(1, min(64, text.count / 2000), text.count / 16_000)
  }
}

/// The number of lines or parts of a text that are in memory at a time.
private let partsInMemory = 1024

extension LanguageModelData {
  /// Lets a model write, to show what it has learned after a step: 200 units or, of a text of lines,
  /// five lines.
  func sample(_ predictor: any TokenPredictor, step: Int) -> String? {
    let vocabulary = TokenCodec(vocabulary, merges: merges)
    guard let codec = try? TextCodec(configuration.unit, tokenizer, vocabulary) else { return nil }
    var generator = TextGenerator(unitsOfText: 200)
    generator.sampling?.seed = UInt64(step)
    let isOfLines = configuration.layout == .lines
    // Early on, a model often ends a long text at once, and there would be nothing to see.
    if !isOfLines { generator.forbidden.append(Vocabulary.Special.end) }
    let samples = 0..<(isOfLines ? 5 : 1)
    return generator.continuations(of: [], samples: samples, predictor)
      .map { codec.text(of: $0.tokens) }.joined(separator: "\n")
  }
}
