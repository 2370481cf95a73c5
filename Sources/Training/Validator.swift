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
  private let bleuTokenization: BLEU.Tokenization
  /// The numbers of the pairs to translate, and their text.
  private let sample: [Int]
  private let sources: [String]
  private let references: [String]
  private let checkpoint: CheckpointConfiguration

  /// The maximum number of sentences to translate.
  private static let mostSentences = 2000
  /// The maximum number of words in a translation, whatever the length of the references.
  private static let mostWords = 256

  /// Nil if there is no dev set.
  init?(_ data: TrainingData, _ training: DataParallelStep, _ record: CheckpointRecord) {
    guard let development = data.development, let text = data.developmentText else { return nil }
    self.development = development
    codec = TokenCodec(data.targetVocabulary, merges: data.merges?.target)
    self.training = training
    bleuTokenization = record.training.bleu
    // Spread over the whole set, because neighbouring sentences are often from the same document.
    let count = min(
      record.training.translatesDevelopment ?? true ? Self.mostSentences : 0, development.count)
    sample = (0..<count).map { $0 * development.count / count }
    let texts = sample.map { text.text(ofPair: $0) }
    // The tokenized text is normalized. Apply the typography of the translations to compare them.
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
    // Twice the longest reference leaves room for long translations, and stops those that never
    // end.
    let search = GreedySearch(
      markers: .standard, maximumLength: min(Self.mostWords, 2 * longest + 10),
      forbidding: codec.forbiddenInOutput)
    let outputs = training.translate(pairs.map(\.source), with: weights, by: search)
    return TranslationReport(
      sources: sources, references: references,
      outputs: outputs.map { ids in
        let words = codec.tokens(of: ids)
        return (text: checkpoint.targetText(of: words), words: words)
      }, unknownWord: codec.vocabulary[Vocabulary.Special.unknown],
      bleuTokenization: bleuTokenization)
  }
}
