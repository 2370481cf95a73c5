// SPDX-License-Identifier: Apache-2.0

import Decoding
import Text

extension Trainer {
  /// Trains until the epochs, the steps or the patience are at their end, or `isInterrupted` says
  /// so: it is asked after every step. The checkpoint is up to date when this returns, but for steps
  /// that may have been the first of a divergence: a run that goes on makes them again.
  ///
  /// - Throws: `TrainingError.diverged` where going back with lower rates did not help, or `FileError`
  ///   where the checkpoint cannot be written; what was saved before stays.
  public func run(
    observe: (TrainingEvent) -> Void = { _ in }, isInterrupted: () -> Bool = { false }
  ) throws -> TrainingSummary {
    stopwatch = Stopwatch()
    try scoreBest()
    var ending: TrainingSummary.Ending?
    while ending == nil {
      do {
        ending = try advance(isInterrupted: isInterrupted(), observe)
      } catch let divergence as Divergence {
        try recover(from: divergence, observe)
      }
    }
    return TrainingSummary(
      ending: ending ?? .completed, steps: state.step, epochs: state.epoch,
      seconds: stopwatch.seconds, targetTokens: stopwatch.tokens,
      bestPerplexity: state.bestPerplexity, bestScore: state.bestScore,
      bestEpoch: state.bestEpoch.map { $0 + 1 }, bestAveraged: state.bestAveraged)
  }

  /// Makes a step, or ends an epoch or the run; nil while the run goes on.
  private func advance(
    isInterrupted: Bool, _ observe: (TrainingEvent) -> Void
  ) throws -> TrainingSummary.Ending? {
    if let ending = reasonToEnd(isInterrupted: isInterrupted) {
      try finish(ending, observe)
      return ending
    }
    if state.batch < plan.count {
      try trainOnBatches(observe)
    } else {
      try finishEpoch(observe)
    }
    return nil
  }

  private func reasonToEnd(isInterrupted: Bool) -> TrainingSummary.Ending? {
    if state.epoch >= configuration.epochs { return .completed }
    if isInterrupted { return .interrupted }
    if let limit = configuration.maximumSteps, state.step >= limit { return .maximumSteps }
    if let patience = configuration.patience, let best = state.firstBestEpoch ?? state.bestEpoch,
      state.batch == 0 && state.epoch - 1 - best >= patience
    {
      return .patience
    }
    return nil
  }

  private func trainOnBatches(_ observe: (TrainingEvent) -> Void) throws {
    let end = min(state.batch + configuration.batchesInStep, plan.count)
    let batches = plan.batches(state.batch..<end).map {
      data.training.pairs($0, epoch: state.epoch, seed: configuration.seed)
    }
    let adjusted = configuration.adjusted(to: state, batches: plan.count)
    let result = stopwatch.measure {
      training.run(batches, step: state.step + 1, adjusted)
    }
    stopwatch.count(tokens: result.targetTokens)
    try check(result)
    state.record(result, batches: batches.count)
    observe(
      .step(
        StepReport(
          step: state.step, totalSteps: totalSteps, epoch: state.epoch + 1, loss: result.loss,
          gradientNorm: result.gradientNorm, targetTokens: result.targetTokens)))
    if state.step.isMultiple(of: configuration.logInterval) {
      try logInterval(adjusted.learningRate, observe)
    }
    if state.step.isMultiple(of: configuration.saveInterval) { try saveGoodState(observe) }
  }

  private func finishEpoch(_ observe: (TrainingEvent) -> Void) throws {
    try validate(epoch: state.epoch, observe)
    state.epoch += 1
    state.batch = 0
    plan = data.plan(epoch: state.epoch, configuration)
    try saveGoodState(observe)
  }

  private func finish(
    _ ending: TrainingSummary.Ending, _ observe: (TrainingEvent) -> Void
  ) throws {
    switch ending {
    case .interrupted:
      // Nothing was found best yet: the latest weights are. Those that may not be good are better than
      // the random ones of the beginning, but than no others.
      if state.bestEpoch == nil, state.validatedStep != state.step,
        try !isAlarmed || store.modelStep == 0
      {
        try saveModel()
      }
      try saveGoodState(observe)
    case .completed, .maximumSteps, .patience:
      if ending == .maximumSteps { try validate(epoch: state.epoch, observe) }
      try averageKept(observe)
      try save(observe)
    }
  }

  /// Steps of a full run, as the batches of this epoch make them.
  private var totalSteps: Int {
    let inEpoch = steps(of: plan.count) * (configuration.epochs - state.epoch - 1)
    let left = steps(of: plan.count - state.batch) + inEpoch
    return min(state.step + left, configuration.maximumSteps ?? .max)
  }

  private func steps(of batches: Int) -> Int {
    (batches + configuration.batchesInStep - 1) / configuration.batchesInStep
  }
}

// MARK: - Divergence

/// The loss or the weights are no finite numbers any more, or the loss has exploded.
struct Divergence: Error {
  let step: Int
  let loss: Double
  /// Nil where the loss is that of the dev set.
  let gradientNorm: Double?
}

extension Trainer {
  /// - Throws: `Divergence`.
  private func check(_ result: DataParallelStep.Result) throws {
    var divergence = state.divergence ?? DivergenceGuard()
    let isExploding = configuration.mostRecoveries > 0 && divergence.isExploding(after: result.loss)
    guard result.isFinite && !isExploding else {
      throw Divergence(
        step: state.step + 1, loss: result.loss, gradientNorm: result.gradientNorm)
    }
    if configuration.mostRecoveries > 0 { state.divergence = divergence }
  }

  /// Whether the latest steps are such that the state may not be a good one to go back to.
  private var isAlarmed: Bool { state.divergence?.isAlarmed == true }

  private func saveGoodState(_ observe: (TrainingEvent) -> Void) throws {
    if !isAlarmed { try save(observe) }
  }

  /// Goes back to the state that was saved last, and on with half the learning rate.
  ///
  /// - Throws: `TrainingError.diverged` where that was done as often as it may.
  private func recover(
    from divergence: Divergence, _ observe: (TrainingEvent) -> Void
  ) throws {
    let recoveries = state.recoveries ?? 0
    guard recoveries < configuration.mostRecoveries else {
      throw TrainingError.diverged(
        step: divergence.step, loss: divergence.loss, gradientNorm: divergence.gradientNorm)
    }
    let best = (
      state.bestScore, state.bestPerplexity, state.bestEpoch, state.firstBestEpoch,
      state.bestAveraged
    )
    state = try store.readState(into: trained)
    // The best weights stay where they are, even if their epoch is made again.
    (
      state.bestScore, state.bestPerplexity, state.bestEpoch, state.firstBestEpoch,
      state.bestAveraged
    ) = best
    state.recoveries = recoveries + 1
    training.repack()
    plan = data.plan(epoch: state.epoch, configuration)
    try store.metrics.truncate(to: state)
    observe(
      .recovered(
        RecoveryReport(
          step: divergence.step, loss: divergence.loss, stepBack: state.step,
          learningRate: configuration.adjusted(to: state, batches: plan.count).learningRate,
          recoveries: recoveries + 1, mostRecoveries: configuration.mostRecoveries)))
    try save(observe)
  }
}
