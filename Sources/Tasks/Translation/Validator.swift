// SPDX-License-Identifier: Apache-2.0

package import Compute
import Corpora
import Evaluation
import Inference
import Layers
package import Models
import Subwords
import Text
import Threads
package import Training

/// Scores weights on the dev set.
struct Validator {
  private let development: EncodedCorpus
  private let codec: TokenCodec
  private let bleuTokenization: BLEU.Tokenization
  /// The numbers of the pairs to translate, and their text.
  private let sample: [Int]
  private let sources: [String]
  private let references: [String]
  private let checkpoint: CheckpointConfiguration
  private let metric: ValidationMetric

  /// The maximum number of sentences to translate.
  private static let mostSentences = 2000
  /// The maximum number of words in a translation, whatever the length of the references.
  private static let mostWords = 256

  /// Nil if there is no dev set.
  init?(_ data: TrainingData, _ record: CheckpointRecord) {
    guard let development = data.development, let text = data.developmentText else { return nil }
    self.development = development
    codec = TokenCodec(data.targetVocabulary, merges: data.merges?.target)
    bleuTokenization = record.scoring.bleu
    // Spread over the whole set, because neighbouring sentences are often from the same document.
    let count = min(
      record.scoring.translatesDevelopment ? Self.mostSentences : 0, development.count)
    sample = (0..<count).map { $0 * development.count / count }
    let texts = sample.map { text.text(ofPair: $0) }
    // The tokenized text is normalized. Apply the typography of the translations to compare them.
    func written(_ text: String) -> String {
      record.checkpoint.targetTypography?.written(text) ?? text
    }
    sources = texts.map { written($0.source) }
    references = texts.map { written($0.target) }
    checkpoint = record.checkpoint
    metric = record.training.validationMetric
  }

  func scores(
    of parameters: ParameterBuffer, _ engine: TrainingEngine<TranslationModel>
  ) -> Scores {
    let weights = engine.scoringWeights(parameters)
    let total = engine.totalLoss(of: development.pairs(0..<development.count), with: weights)
    let report = sample.isEmpty ? nil : report(on: weights, engine)
    return Scores(
      loss: total.sum / Double(total.tokens),
      perplexity: perplexity(totalNegativeLogLikelihood: total.sum, tokens: total.tokens),
      values: (report?.values ?? [:]).merging(metricValues(total, report)) { $1 },
      onlyOutput: report?.onlyTranslation)
  }

  /// Returns the score by the validation metric if it is not among those of every report.
  private func metricValues(
    _ total: (sum: Double, tokens: Int, correct: Int), _ report: TranslationReport?
  ) -> [String: Double] {
    switch metric {
    case .accuracy: [metric.rawValue: Double(total.correct) / Double(total.tokens)]
    case .exactMatch: [metric.rawValue: report?.exactShare ?? 0]
    default: [:]
    }
  }

  private func report(
    on weights: Weights, _ engine: TrainingEngine<TranslationModel>
  ) -> TranslationReport {
    let pairs = development.pairs(sample)
    let longest = pairs.reduce(0) { max($0, $1.target.count) }
    var options = Translator.Options()
    // Twice the longest reference leaves room for long translations, and stops those that never
    // end.
    options.maximumLength = min(Self.mostWords, 2 * longest + 10)
    options.batchSize = scoringBatchSize
    let search = ParallelSearch(
      [(engine.model.network, weights)], options, forbidding: codec.forbiddenInOutput, engine.pool,
      (0..<engine.pool.count).map(engine.workspace))
    let order = longestFirst(pairs.map(\.source.count))
    let inputs = order.map { pair in
      SearchInput(
        sources: [
          SentenceMarkers.standard.encoderInput(
            pairs[pair].source, reversed: engine.model.reversesSource)
        ])
    }
    var outputs = [TranslationReport.Output](repeating: ("", []), count: pairs.count)
    for (pair, found) in zip(order, search.run(inputs)) {
      let words = codec.tokens(of: found[0].words)
      outputs[pair] = (text: checkpoint.targetText(of: words), words: words)
    }
    return TranslationReport(
      sources: sources, references: references, outputs: outputs,
      unknownWord: codec.vocabulary[Vocabulary.Special.unknown],
      bleuTokenization: bleuTokenization)
  }
}

/// The number of sentences that are scored or translated together.
private let scoringBatchSize = 64

extension TrainingEngine<TranslationModel> {
  /// Returns weights for scoring and translating. Their products are in float32, whatever the
  /// precision of training.
  package func scoringWeights(_ parameters: ParameterBuffer) -> Weights {
    Weights(parameters, packing: model.network.packedForTranslating)
  }

  /// Returns the summed negative log-likelihood of the target tokens of `pairs`, without dropout, the
  /// number of these tokens, and how many of them are predicted correctly.
  package func totalLoss(
    of pairs: [EncodedPair], with weights: Weights
  ) -> (sum: Double, tokens: Int, correct: Int) {
    let predictions = model.network.predictions(
      of: pairs, batchSize: scoringBatchSize, markers: .standard,
      reverseSource: model.reversesSource, weights, pool, workspace: workspace)
    return predictions.reduce(into: (0, 0, 0)) { total, pair in
      total.sum += pair.totalLoss
      total.tokens += pair.count
      total.correct += pair.count { $0.isCorrect }
    }
  }
}
