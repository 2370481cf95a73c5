// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Corpora
import Inference
import Models
import Threads
import Training

/// The run of an n-gram model: counts the n-grams of a text, and writes the whole checkpoint.
///
/// Unlike other models, it has the text in memory.
final class NGramCounting: Loop {
  private let data: LanguageModelData
  private let record: LanguageModelRecord
  private let store: CheckpointStore
  private let pool: WorkerPool

  /// - Throws: `ThreadError`.
  init(
    _ data: LanguageModelData, _ record: LanguageModelRecord, _ store: CheckpointStore
  ) throws {
    self.data = data
    self.record = record
    self.store = store
    pool = try WorkerPool(count: record.training.threads)
  }

  var configuration: TrainingConfiguration { record.training }
  var files: CheckpointFiles { store.files }
  var step: Int { 0 }
  var stepsPerEpoch: Int { 0 }

  func run(
    observe: (TrainingEvent) -> Void, isInterrupted: () -> Bool
  ) throws -> TrainingSummary {
    if isInterrupted() {
      return TrainingSummary(ending: .interrupted, steps: 0, epochs: 0, seconds: 0, tokens: 0)
    }
    let start = ContinuousClock.now
    let (model, tokens) = counted()
    let seconds = start.duration(to: .now) / .seconds(1)
    try store.create(
      data.parts + [
        CheckpointPart(CheckpointFiles.modelName) { try model.save(to: $0) }, record.part,
      ])
    let scores = data.developmentScores(NGramScorer(model), pool)
    observe(.epoch(EpochReport(epoch: 1, step: 0, scores: scores, isBest: true)))
    return TrainingSummary(
      ending: .completed, steps: 0, epochs: 1, seconds: seconds, tokens: tokens,
      bestPerplexity: scores?.perplexity, bestEpoch: scores.map { _ in 1 })
  }

  /// Returns the model and the number of tokens that were counted.
  private func counted() -> (NGramModel, tokens: Int) {
    let (text, configuration) = (data.training, record.settings.model)
    let places = (0..<text.sequenceCount).lazy.map { text.places(ofSequence: $0) }
    let model = NGramModel(
      order: configuration.order, vocabularySize: configuration.vocabularySize,
      beginning: [data.start],
      sequences: places.map { text.tokens($0)[...] })
    return (model, places.reduce(0) { $0 + $1.count })
  }

  /// - Throws: `RunningTextError.tooLong` if the text has too many tokens to count.
  static func checkLength(
    _ text: RunningText, limit: Int = NGramModel.textLimit
  ) throws(RunningTextError) {
    // The start and the end of each sequence are counted in addition.
    let tokens = text.count + 2 * text.sequenceCount
    if tokens > limit { throw .tooLong(tokens: tokens, limit: limit) }
  }
}
