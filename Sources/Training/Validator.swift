// SPDX-License-Identifier: Apache-2.0

import Compute
import Decoding
import Evaluation
import Models
import Subwords
import Text

/// Scores weights on the dev set.
struct Validator {
  private let development: EncodedCorpus
  private let codec: TokenCodec
  private let training: DataParallelStep
  /// The numbers of the pairs that are translated, and their text.
  private let sample: [Int]
  private let sources: [String]
  private let references: [String]
  private let checkpoint: CheckpointConfiguration

  /// Sentences that are translated at most.
  private static let mostSentences = 2000
  /// Words after which a translation is cut, whatever the references.
  private static let mostWords = 256

  /// Nil where there is no dev set.
  init?(_ data: TrainingData, _ training: DataParallelStep, _ record: CheckpointRecord) {
    guard let development = data.development, let text = data.developmentText else { return nil }
    self.development = development
    codec = TokenCodec(data.targetVocabulary, merges: data.merges?.target)
    self.training = training
    // Spread over the whole set: neighbours are often of one document.
    let count = min(
      record.training.translatesDevelopment ?? true ? Self.mostSentences : 0, development.count)
    sample = (0..<count).map { $0 * development.count / count }
    let texts = sample.map { text.text(ofPair: $0) }
    // Text that was matched is written like the translations, which are compared with it.
    func written(_ text: String) -> String {
      record.checkpoint.targetTypography?.written(text) ?? text
    }
    sources = texts.map { written($0.source) }
    references = texts.map { written($0.target) }
    checkpoint = record.checkpoint
  }

  func scores(of parameters: ParameterBuffer) -> ValidationScores {
    let weights = training.scoringWeights(parameters)
    let total = training.totalLoss(of: development.pairs(0..<development.count), with: weights)
    return ValidationScores(
      loss: total.sum / Double(total.tokens),
      perplexity: Evaluation.perplexity(
        totalNegativeLogLikelihood: total.sum, tokens: total.tokens),
      translations: sample.isEmpty ? nil : report(on: weights))
  }

  private func report(on weights: Weights) -> TranslationReport {
    let pairs = development.pairs(sample)
    let longest = pairs.reduce(0) { max($0, $1.target.count) }
    // Room for models that say too much, and an end for those that never do.
    let search = GreedySearch(
      markers: .standard, maximumLength: min(Self.mostWords, 2 * longest + 10),
      forbidding: codec.forbiddenInOutput)
    let outputs = training.translate(pairs.map(\.source), with: weights, by: search)
    return TranslationReport(
      sources: sources, references: references,
      outputs: outputs.map { ids in
        let words = codec.tokens(of: ids)
        return (text: checkpoint.targetText(of: words), words: words)
      }, unknownWord: codec.vocabulary[Vocabulary.Special.unknown])
  }
}
