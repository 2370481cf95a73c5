// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Glibc
import Models

extension TrainingLoop {
  /// Scores the weights on the dev set and saves them if they are the best so far. Without a dev
  /// set, the latest weights are the best. Does nothing if the current step was validated before,
  /// so that an average saved since is not overwritten.
  func validate(epoch: Int, _ observe: (TrainingEvent) -> Void) throws {
    guard state.validatedStep != state.step else { return }
    guard let scores = task.score(trained.result, engine) else {
      try saveModel()
      state.validatedStep = state.step
      try keepForAverage(score: nil, epoch)
      try logGradients(epoch: epoch, observe)
      observe(.epoch(EpochReport(epoch: epoch + 1, step: state.step, scores: nil, isBest: true)))
      return
    }
    guard scores.perplexity.isFinite else {
      throw Divergence(step: state.step, loss: scores.loss, gradientNorm: nil)
    }
    let isBest = isBest(scores)
    let isTied = isTied(scores)
    // At a score above 0, a better perplexity alone is not progress.
    let isProgress = isBest && (!isTied || scores.value(configuration.validationMetric) == 0)
    if isBest {
      try saveModel()
      recordBest(scores)
      state.firstBestEpoch = isProgress ? nil : state.firstBestEpoch ?? state.bestEpoch
      state.bestEpoch = epoch
    }
    state.validatedStep = state.step
    if configuration.scheduleKind == .plateau { recordPlateau(isBest: isProgress) }
    try keepForAverage(score: scores.ranked(configuration.validationMetric), epoch)
    try log(scores, .validation, epoch: epoch, observe)
    try logGradients(epoch: epoch, observe)
    observe(
      .epoch(
        EpochReport(
          epoch: epoch + 1, step: state.step, scores: scores, isBest: isBest, isTied: isTied)))
  }

  private func isBest(_ scores: Scores) -> Bool {
    configuration.validationMetric.isBetter(
      scores.ranked(configuration.validationMetric), than: bestScore)
  }

  /// Returns true if the score equals the best one so far, so that perplexity decides.
  private func isTied(_ scores: Scores) -> Bool {
    let metric = configuration.validationMetric
    return metric != .perplexity && scores.value(metric) == bestScore?.value ?? 0
  }

  private var bestScore: RankedScore? {
    guard let perplexity = state.bestPerplexity else { return nil }
    guard configuration.validationMetric != .perplexity else {
      return RankedScore(perplexity, perplexity: perplexity)
    }
    return state.bestScore.map { RankedScore($0, perplexity: perplexity) }
  }

  /// Scores the best weights again if a resumed run uses another metric, or another part of the dev
  /// set.
  func scoreBest() throws {
    let isScored =
      state.bestPerplexity != nil
      && (configuration.validationMetric == .perplexity || state.bestScore != nil)
    guard task.hasDevelopment, state.bestEpoch != nil, !isScored else { return }
    let weights = ParameterBuffer(task.model.layout)
    try store.readModel(into: weights)
    if let scores = task.score(weights, engine) { recordBest(scores) }
  }

  private func recordBest(_ scores: Scores) {
    state.bestPerplexity = scores.perplexity
    if configuration.validationMetric != .perplexity {
      state.bestScore = scores.value(configuration.validationMetric)
    }
  }

  private func recordPlateau(isBest: Bool) {
    var plateau = state.plateau ?? Plateau()
    plateau.record(
      isBest: isBest,
      patience: configuration.plateauPatience ?? Schedule.defaultPlateauPatience)
    state.plateau = plateau
  }
}

// MARK: - Averaging

extension TrainingLoop {
  /// Saves the weights that were just scored if they are among those to be averaged.
  private func keepForAverage(score: RankedScore?, _ epoch: Int) throws {
    guard let averaging = configuration.averaging else { return }
    let new = KeptWeights(step: state.step, epoch: epoch + 1, score: score)
    let kept = averaging.keeping(state.kept ?? [], new, configuration.validationMetric)
    if kept.contains(new) {
      try checkWeights()
      try store.keep(trained.result, step: new.step, as: new.fileName)
    }
    state.kept = kept
  }

  /// Scores the mean of the kept weights, once, and saves it if it is better than the best weights.
  func averageKept(_ observe: (TrainingEvent) -> Void) throws {
    guard configuration.averaging != nil, let kept = state.kept, kept.count > 1,
      state.averagedSteps != kept.map(\.step)
    else { return }
    var average = WeightAverage(task.model.layout)
    let weights = ParameterBuffer(task.model.layout)
    for one in kept {
      try store.readKept(one.fileName, into: weights)
      average.add(weights)
    }
    let steps = kept.map(\.step)
    let scores = task.score(average.weights, engine)
    let isBest = scores.map(isBest) ?? true
    if isBest {
      try store.saveModel(average.weights, step: state.step, averagedSteps: steps)
      if let scores { recordBest(scores) }
      state.bestAveraged = kept.map(\.epoch)
    }
    state.averagedSteps = steps
    if let scores {
      let epoch = state.batch > 0 ? state.epoch : state.epoch - 1
      try log(scores, .average, epoch: epoch, averagedSteps: steps, observe)
    }
    observe(.averaged(AverageReport(epochs: kept.map(\.epoch), scores: scores, isBest: isBest)))
  }
}

// MARK: - Writing

extension TrainingLoop {
  func logInterval(_ learningRate: Float, _ observe: (TrainingEvent) -> Void) throws {
    let interval = state.interval
    try log(
      MetricsEntry(
        kind: .training, step: state.step, epoch: state.epoch + 1, loss: interval.meanLoss,
        perplexity: exp(interval.lossSum / Double(interval.tokens)),
        gradientNorm: interval.largestGradientNorm, learningRate: learningRate,
        tokens: state.tokens, seconds: stopwatch.seconds, tokensPerSecond: stopwatch.lap()),
      observe)
    state.interval = TrainingState.Interval()
  }

  /// Logs scores on the dev set, or gradients; `epoch` counts from 0.
  private func log(
    _ scores: Scores, _ kind: MetricsEntry.Kind, epoch: Int, averagedSteps: [Int]? = nil,
    _ observe: (TrainingEvent) -> Void
  ) throws {
    var entry = MetricsEntry(
      kind: kind, step: state.step, epoch: epoch + 1, averagedSteps: averagedSteps,
      loss: scores.loss, perplexity: scores.perplexity, tokens: state.tokens,
      seconds: stopwatch.seconds)
    entry.scores = scores.values
    try log(entry, observe)
  }

  /// Measures and logs the gradients on the same examples every time: the first of the first epoch.
  private func logGradients(epoch: Int, _ observe: (TrainingEvent) -> Void) throws {
    // The next step reports weights that are not finite.
    guard configuration.logGradients, engine.hasFiniteWeights else { return }
    let plan = task.plan(epoch: 0, configuration)
    let numbers = plan.batches(0..<plan.count).joined().prefix(Self.gradientExamples)
    let examples = task.examples(Array(numbers)[...], epoch: 0, seed: configuration.seed)
    if let gradients = try task.gradients(trained.result, engine, examples) {
      try log(gradients, .gradients, epoch: epoch, observe)
    }
  }

  private static var gradientExamples: Int { 64 }

  private func log(_ entry: MetricsEntry, _ observe: (TrainingEvent) -> Void) throws {
    try metrics.append(entry)
    observe(.metrics(entry))
  }

  func saveModel() throws {
    try checkWeights()
    try store.saveModel(trained.result, step: state.step)
    state.bestAveraged = nil
  }

  func save(_ observe: (TrainingEvent) -> Void) throws {
    try checkWeights()
    try state.save(to: files.trainingState, trained, Task.fileKeys)
    try store.removeKept(except: Set((state.kept ?? []).map(\.fileName)))
    observe(.saved(step: state.step))
  }

  /// - Throws: `Divergence` if a weight is not finite: such weights must not replace good ones.
  private func checkWeights() throws {
    guard engine.hasFiniteWeights else {
      throw Divergence(step: state.step, loss: .infinity, gradientNorm: .infinity)
    }
  }
}
