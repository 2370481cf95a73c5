// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Files
import FoundationEssentials
import Safetensors

/// The progress of a run. Together with the weights, the optimizer's moments and the data, it
/// determines the next step.
package struct TrainingState: Codable, Sendable, Equatable {
  /// The number of steps made.
  package var step = 0
  /// The current epoch, from 0, and the number of its batches that are done.
  package var epoch = 0
  package var batch = 0
  /// The batch size that `batch` refers to, or the tokens per batch.
  package var batchSize: Int
  package var batchTokens: Int?
  /// The best score so far by the validation metric, if that is not perplexity; the perplexity of
  /// the same weights; and the epoch that reached them.
  package var bestScore: Double?
  package var bestPerplexity: Double?
  package var bestEpoch: Int?
  /// The first epoch that reached the best score; differs from `bestEpoch` if perplexity has decided
  /// between equal scores since.
  package var firstBestEpoch: Int?
  /// The epochs, from 1, whose average is the best; nil if the best weights are not an average.
  package var bestAveraged: [Int]?
  /// The step at which the dev set was last scored or, without a dev set, the weights were last
  /// saved. A run that resumes there does not repeat it.
  package var validatedStep: Int?
  /// The state of the schedule `plateau`.
  package var plateau: Plateau?
  /// The state of the divergence guard, and the number of recoveries so far.
  package var divergence: DivergenceGuard?
  package var recoveries: Int?
  /// The weights kept to be averaged, and the steps of those whose average was last scored.
  package var kept: [KeptWeights]?
  package var averagedSteps: [Int]?
  /// The number of predicted tokens since the start.
  package var tokens = 0
  /// Totals since the last entry of the metrics: Σ loss, tokens and the largest gradient norm.
  package var interval = Interval()

  package struct Interval: Codable, Sendable, Equatable {
    package var lossSum = 0.0
    package var tokens = 0
    package var largestGradientNorm = 0.0

    package init() {}

    package var meanLoss: Double { lossSum / Double(max(tokens, 1)) }
  }

  package init(_ configuration: TrainingConfiguration) {
    batchSize = configuration.batchSize
    batchTokens = configuration.batchTokens
  }
}

// MARK: - File

extension TrainingState {
  private static let metadataKey = "state"

  /// Writes the state and all trained parameters, with the task's names for some keys.
  package func save(
    to path: String, _ trained: TrainedParameters, _ keys: FileKeys
  ) throws {
    let buffers = trained.buffers
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    encoder.keyEncodingStrategy = .renaming(keys.state)
    let state = String(decoding: try encoder.encode(self), as: UTF8.self)
    var writer = try SafetensorsWriter(
      path: path, metadata: [Self.metadataKey: state],
      tensors: buffers.flatMap { $0.buffer.declarations(prefix: $0.prefix) })
    for (prefix, buffer) in buffers { try buffer.write(prefix: prefix, to: &writer) }
    try writer.commit()
  }

  /// True if the counts are in the range that training can reach. Others would index outside of the
  /// data.
  private var isPossible: Bool {
    [step, epoch, batch, batchSize - 1, bestEpoch ?? 0, recoveries ?? 0]
      .allSatisfy { (0..<Int(Int32.max)).contains($0) }
      && [tokens, interval.tokens].allSatisfy { (0...Int.max / 2).contains($0) }
  }

  /// Reads a state, and fills `trained` with its parameters. If the state has no moving average,
  /// the average starts at the weights.
  ///
  /// - Throws: `TrainingError`, `SafetensorsError` or `FileError`.
  package init(
    from path: String, into trained: TrainedParameters, _ keys: FileKeys
  ) throws {
    guard fileExists(path) else { throw TrainingError.missingTrainingState(path: path) }
    let file = try SafetensorsFile(path: path)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .restoring(keys.state)
    guard let json = file.metadata[Self.metadataKey],
      let state = try? decoder.decode(TrainingState.self, from: Data(json.utf8)),
      state.isPossible
    else { throw TrainingError.malformedTrainingState(path: path) }
    for (prefix, buffer) in trained.buffers {
      // The padding between the parameters may hold values that are not finite.
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
  mutating func record(_ result: StepResult, batches: Int) {
    step += 1
    batch += batches
    tokens += result.tokens
    interval.lossSum += result.loss * Double(result.tokens)
    interval.tokens += result.tokens
    interval.largestGradientNorm = max(interval.largestGradientNorm, result.gradientNorm)
  }

  /// Forgets all scores: those of another dev set are not comparable.
  private mutating func forgetBest() {
    (bestPerplexity, bestEpoch, firstBestEpoch) = (nil, nil, nil)
    (bestAveraged, validatedStep) = (nil, nil)
    forgetMetric()
  }

  /// Forgets the scores, but not the best epoch: the dev set now skips other pairs. The best
  /// weights are scored again.
  private mutating func forgetScores() {
    bestPerplexity = nil
    forgetMetric()
  }

  /// Forgets the scores of another metric. The best weights are scored again.
  private mutating func forgetMetric() {
    bestScore = nil
    (plateau, kept, averagedSteps) = (nil, nil, nil)
  }

  /// True if the entry was logged before this state was saved. A resumed run logs the later ones
  /// again.
  func includes(_ entry: MetricsEntry) -> Bool {
    switch entry.kind {
    case .training: entry.step <= step
    case .validation, .gradients: entry.step < step || entry.step == validatedStep
    case .average: entry.step < step || entry.averagedSteps == averagedSteps
    }
  }

  /// Adapts the state to changed settings and texts. `plan` returns the batches of an epoch.
  mutating func adapt(
    to new: TrainingConfiguration, from old: TrainingConfiguration, _ change: ScoreChange,
    plan: (_ epoch: Int, TrainingConfiguration) -> BatchPlan
  ) {
    if change == .otherSet { forgetBest() }
    if change == .otherPart { forgetScores() }
    if change == .otherMetric || new.validationMetric != old.validationMetric { forgetMetric() }
    if (batchSize, batchTokens) != (new.batchSize, new.batchTokens) {
      var counted = new
      (counted.batchSize, counted.batchTokens) = (batchSize, batchTokens)
      changeBatches(from: plan(epoch, counted), to: plan(epoch, new), new)
    }
    // The loss may change with the settings, and a new learning rate applies in full.
    divergence = nil
    let hasNewRate = (new.learningRate, new.schedule) != (old.learningRate, old.schedule)
    if hasNewRate { plateau = nil }
    let hasNewLimit = (new.clipNorm, new.stateClipNorm) != (old.clipNorm, old.stateClipNorm)
    if hasNewRate || hasNewLimit { recoveries = nil }
  }

  /// Continues the epoch after the same number of examples, rounded down to whole batches of the new
  /// size.
  private mutating func changeBatches(
    from old: BatchPlan, to plan: BatchPlan, _ new: TrainingConfiguration
  ) {
    batch = plan.batches(within: old.examples(before: min(batch, old.count)))
    (batchSize, batchTokens) = (new.batchSize, new.batchTokens)
  }
}

/// The change that makes new dev scores differ from the earlier ones.
package enum ScoreChange: Sendable {
  case none
  /// Another dev set.
  case otherSet
  /// Another part of the same dev set.
  case otherPart
  /// The same metric, computed in another way.
  case otherMetric
}
