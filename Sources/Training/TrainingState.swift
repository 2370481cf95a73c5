// SPDX-License-Identifier: Apache-2.0

import Compute
import Files
import FoundationEssentials
import Models
import Safetensors

/// Where a run stands: with the weights, the optimizer's moments and the data, all that the next
/// step depends on.
package struct TrainingState: Codable, Sendable, Equatable {
  /// Steps made.
  package var step = 0
  /// The epoch under way, from 0, and the batches of it that are done.
  package var epoch = 0
  package var batch = 0
  /// The batch size that `batch` counts in, and the tokens where these make a batch.
  package var batchSize: Int
  package var batchTokens: Int?
  /// The best score so far by the validation metric, where that is another than perplexity; the
  /// perplexity of the same weights, and the epoch that reached them.
  package var bestScore: Double?
  package var bestPerplexity: Double?
  package var bestEpoch: Int?
  /// The epoch, before `bestEpoch`, that reached the best score first, where perplexity has chosen between
  /// equal ones since.
  package var firstBestEpoch: Int?
  /// The epochs, from 1, whose average they are, where they are one.
  package var bestAveraged: [Int]?
  /// The step that the dev set was last scored at, or without one, that the weights were last kept at: a
  /// run that goes on from there does not do it again.
  package var validatedStep: Int?
  /// What the schedule `plateau` goes by.
  package var plateau: Plateau?
  /// What looks out for divergence, and how often it had training go back.
  package var divergence: DivergenceGuard?
  package var recoveries: Int?
  /// The weights that are kept to be averaged, by their steps, and those whose average was last scored.
  package var kept: [KeptWeights]?
  package var averagedSteps: [Int]?
  /// Target tokens trained on since the start.
  package var targetTokens = 0
  /// What was trained since the last entry of the metrics: Σ loss, tokens, and the largest norm.
  package var interval = Interval()

  package struct Interval: Codable, Sendable, Equatable {
    package var lossSum = 0.0
    package var targetTokens = 0
    package var largestGradientNorm = 0.0

    package init() {}

    package var meanLoss: Double { lossSum / Double(max(targetTokens, 1)) }
  }

  package init(_ configuration: TrainingConfiguration) {
    batchSize = configuration.batchSize
    batchTokens = configuration.batchTokens
  }
}

// MARK: - File

extension TrainingState {
  private static let metadataKey = "state"

  /// Writes the state with all that was trained.
  package func save(to path: String, _ trained: TrainedParameters) throws {
    let buffers = trained.buffers
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let state = String(decoding: try encoder.encode(self), as: UTF8.self)
    var writer = try SafetensorsWriter(
      path: path, metadata: [Self.metadataKey: state],
      tensors: buffers.flatMap { $0.buffer.declarations(prefix: $0.prefix) })
    for (prefix, buffer) in buffers { try buffer.write(prefix: prefix, to: &writer) }
    try writer.commit()
  }

  /// Whether the counts are some that training can come to: others would lead out of the data.
  private var isPossible: Bool {
    [step, epoch, batch, batchSize - 1, bestEpoch ?? 0, recoveries ?? 0]
      .allSatisfy { (0..<Int(Int32.max)).contains($0) }
      && [targetTokens, interval.targetTokens].allSatisfy { (0...Int.max / 2).contains($0) }
  }

  /// Reads a state, and all that was trained into buffers of the right layout. A moving average that the
  /// state lacks begins at its weights.
  ///
  /// - Throws: `TrainingError`, `SafetensorsError` or `FileError`.
  package init(from path: String, into trained: TrainedParameters) throws {
    guard fileExists(path) else { throw TrainingError.missingTrainingState(path: path) }
    let file = try SafetensorsFile(path: path)
    guard let json = file.metadata[Self.metadataKey],
      let state = try? JSONDecoder().decode(TrainingState.self, from: Data(json.utf8)),
      state.isPossible
    else { throw TrainingError.malformedTrainingState(path: path) }
    for (prefix, buffer) in trained.buffers {
      // What lies between the parameters may have become no number.
      buffer.all.fill(0)
      if prefix == TrainedParameters.averagePrefix,
        !file.tensors.contains(where: { $0.name.hasPrefix(prefix) })
      {
        trained.average?.start(at: trained.weights)
      } else {
        try buffer.read(prefix: prefix, from: file)
      }
    }
    self = state
  }
}

// MARK: - Progress

extension TrainingState {
  mutating func record(_ result: DataParallelStep.Result, batches: Int) {
    step += 1
    batch += batches
    targetTokens += result.targetTokens
    interval.lossSum += result.loss * Double(result.targetTokens)
    interval.targetTokens += result.targetTokens
    interval.largestGradientNorm = max(interval.largestGradientNorm, result.gradientNorm)
  }

  /// Scores of another dev set do not count.
  private mutating func forgetBest() {
    (bestPerplexity, bestEpoch, firstBestEpoch) = (nil, nil, nil)
    (bestAveraged, validatedStep) = (nil, nil)
    forgetMetric()
  }

  /// Scores of a dev set with other pairs left out do not count; the best weights are scored anew.
  private mutating func forgetScores() {
    bestPerplexity = nil
    forgetMetric()
  }

  /// Scores of another metric do not count; the best weights are scored anew.
  private mutating func forgetMetric() {
    bestScore = nil
    (plateau, kept, averagedSteps) = (nil, nil, nil)
  }

  /// Whether an entry of the metrics was made on the way to this state: what is behind it, the run
  /// that goes on will make again.
  func includes(_ entry: MetricsEntry) -> Bool {
    switch entry.kind {
    case .training: entry.step <= step
    case .validation: entry.step < step || entry.step == validatedStep
    case .average: entry.step < step || entry.averagedSteps == averagedSteps
    }
  }

  /// What of the state follows from the settings and the texts, after these have changed.
  mutating func adapt(
    to record: CheckpointRecord, from stored: CheckpointRecord, _ data: TrainingData
  ) {
    let (old, new) = (stored.training, record.training)
    if record.development != stored.development { forgetBest() }
    if record.data.maximumLength != stored.data.maximumLength { forgetScores() }
    if (new.metric, new.bleu) != (old.metric, old.bleu) { forgetMetric() }
    if (batchSize, batchTokens) != (new.batchSize, new.batchTokens) {
      var counted = new
      (counted.batchSize, counted.batchTokens) = (batchSize, batchTokens)
      changeBatches(from: data.plan(epoch: epoch, counted), to: data.plan(epoch: epoch, new), new)
    }
    // Another loss is to be expected; and a rate that was chosen anew counts as it is.
    divergence = nil
    let hasNewRate = (new.learningRate, new.schedule) != (old.learningRate, old.schedule)
    if hasNewRate { plateau = nil }
    if hasNewRate || new.clipNorm != old.clipNorm { recoveries = nil }
  }

  /// Goes on in the epoch where as many pairs are done, as nearly as batches of another size can count.
  private mutating func changeBatches(
    from old: BatchPlan, to plan: BatchPlan, _ new: TrainingConfiguration
  ) {
    batch = plan.batches(within: old.pairs(before: min(batch, old.count)))
    (batchSize, batchTokens) = (new.batchSize, new.batchTokens)
  }
}
