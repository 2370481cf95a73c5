// SPDX-License-Identifier: Apache-2.0

package import Checkpoints
package import Compute
import Models

/// Trains a task's model and keeps its checkpoint up to date.
package final class TrainingLoop<Task: LearningTask> {
  package let configuration: TrainingConfiguration
  package let files: CheckpointFiles
  /// The number of steps made so far; 0 for a new run.
  package var step: Int { state.step }
  /// The number of steps in the current epoch.
  package var stepsPerEpoch: Int { configuration.steps(ofBatches: plan.count) }
  let task: Task
  let store: CheckpointStore
  let trained: TrainedParameters
  let engine: TrainingEngine<Task.Model>
  let metrics: MetricsLog
  var state: TrainingState
  var plan: BatchPlan
  var stopwatch = Stopwatch()

  /// Starts a new checkpoint. `parts` are the task's files; `record` is `config.json`.
  ///
  /// - Throws: `FileError` or `ThreadError`.
  package convenience init(
    _ task: Task, _ configuration: TrainingConfiguration, initial parameters: ParameterBuffer,
    _ store: CheckpointStore, parts: [CheckpointPart], record: CheckpointPart
  ) throws {
    let trained = TrainedParameters(parameters, configuration, task.model)
    let state = TrainingState(configuration)
    try store.create(
      parts + [
        CheckpointPart(CheckpointFiles.modelName) { path in
          try parameters.writeModel(to: path, step: 0)
        },
        CheckpointPart(CheckpointFiles.trainingStateName) { path in
          try state.save(to: path, trained, Task.fileKeys)
        },
        record,
      ])
    try self.init(task, configuration, store, trained, state)
  }

  /// Continues the run whose checkpoint is in `store`. If its settings or texts differ from `old`, the
  /// state is adapted and saved with the new `record`.
  ///
  /// - Throws: `TrainingError`, `SafetensorsError`, `FileError` or `ThreadError`.
  package convenience init(
    resuming task: Task, _ configuration: TrainingConfiguration, _ store: CheckpointStore,
    changes: SettingChanges?
  ) throws {
    let trained = TrainedParameters(
      ParameterBuffer(task.model.layout), configuration, task.model)
    var state = try store.readState(into: trained, Task.fileKeys)
    try MetricsLog(path: store.files.metrics, keys: Task.fileKeys).truncate(to: state)
    if let changes {
      state.adapt(
        to: configuration, from: changes.old, changes.scores,
        plan: { task.plan(epoch: $0, $1) })
      try state.save(to: store.files.trainingState, trained, Task.fileKeys)
      try changes.record.write(store.files.configuration)
    }
    try self.init(task, configuration, store, trained, state)
  }

  private init(
    _ task: Task, _ configuration: TrainingConfiguration, _ store: CheckpointStore,
    _ trained: TrainedParameters, _ state: TrainingState
  ) throws {
    self.task = task
    self.configuration = configuration
    self.store = store
    self.trained = trained
    self.state = state
    files = store.files
    metrics = MetricsLog(path: files.metrics, keys: Task.fileKeys)
    engine = try TrainingEngine(
      task.model, trained.weights, carried: trained.carried, optimizer: trained.optimizer,
      average: trained.average, threads: configuration.threads,
      precision: configuration.precision.ofProducts)
    plan = task.plan(epoch: state.epoch, configuration)
  }
}

/// The settings and texts of a resumed run that differ from those before.
package struct SettingChanges {
  package let old: TrainingConfiguration
  package let scores: ScoreChange
  /// The new `config.json`.
  package let record: CheckpointPart

  package init(from old: TrainingConfiguration, _ scores: ScoreChange, record: CheckpointPart) {
    self.old = old
    self.scores = scores
    self.record = record
  }
}

extension CheckpointStore {
  /// Reads the saved state of training. Drops the kept weights whose files no longer exist.
  func readState(into trained: TrainedParameters, _ keys: FileKeys) throws -> TrainingState {
    var state = try TrainingState(from: files.trainingState, into: trained, keys)
    state.kept?.removeAll { !holdsKept($0.fileName) }
    return state
  }
}

// MARK: - Running

extension TrainingLoop {
  /// Trains until the last epoch, the step limit or early stopping, or until `isInterrupted`, which
  /// is called before every step, returns true. The checkpoint is up to date on return, except for
  /// steps that may be the start of a divergence; a resumed run repeats those.
  ///
  /// - Throws: `TrainingError.diverged` if training diverges again after all recoveries with lower
  ///   learning rates, `FileError` if the checkpoint cannot be written. The last saved state
  ///   remains.
  package func run(
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
      seconds: stopwatch.seconds, tokens: stopwatch.tokens,
      bestPerplexity: state.bestPerplexity, bestScore: state.bestScore,
      bestEpoch: state.bestEpoch.map { $0 + 1 }, bestAveraged: state.bestAveraged)
  }

  /// Makes one step, or ends the epoch or the run. Returns nil while the run goes on.
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
    let end = min(state.batch + configuration.accumulate, plan.count)
    let batches = plan.batches(state.batch..<end).map {
      task.examples($0, epoch: state.epoch, seed: configuration.seed)
    }
    let adjusted = configuration.adjusted(to: state, batches: plan.count)
    let result = stopwatch.measure {
      engine.run(batches, step: state.step + 1, adjusted)
    }
    stopwatch.count(tokens: result.tokens)
    try check(result)
    state.record(result, batches: batches.count)
    observe(
      .step(
        StepReport(
          step: state.step, totalSteps: totalSteps, epoch: state.epoch + 1, loss: result.loss,
          gradientNorm: result.gradientNorm, tokens: result.tokens)))
    if state.step.isMultiple(of: configuration.logInterval) {
      try logInterval(adjusted.learningRate, observe)
    }
    if state.step.isMultiple(of: configuration.saveInterval) { try saveGoodState(observe) }
    if let interval = configuration.sampleInterval, state.step.isMultiple(of: interval),
      let text = task.sample(trained.result, engine, step: state.step)
    {
      observe(.sample(text, step: state.step))
    }
  }

  private func finishEpoch(_ observe: (TrainingEvent) -> Void) throws {
    try validate(epoch: state.epoch, observe)
    state.epoch += 1
    state.batch = 0
    trained.carried.all.fill(0)
    plan = task.plan(epoch: state.epoch, configuration)
    try saveGoodState(observe)
  }

  private func finish(
    _ ending: TrainingSummary.Ending, _ observe: (TrainingEvent) -> Void
  ) throws {
    switch ending {
    case .interrupted:
      // Before the first validation the latest weights are the result. After alarming steps they
      // may be bad, so they may then replace only the random initial weights.
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

  /// The number of steps in the whole run, assuming that every later epoch has as many batches as
  /// this one.
  private var totalSteps: Int {
    let inEpoch =
      configuration.steps(ofBatches: plan.count) * (configuration.epochs - state.epoch - 1)
    let left = configuration.steps(ofBatches: plan.count - state.batch) + inEpoch
    return min(state.step + left, configuration.maximumSteps ?? .max)
  }
}

// MARK: - Divergence

/// Training has diverged: the loss or the weights are not finite, or the loss has exploded.
struct Divergence: Error {
  let step: Int
  let loss: Double
  /// Nil if `loss` is that of the dev set.
  let gradientNorm: Double?
}

extension TrainingLoop {
  /// - Throws: `Divergence` if the result is not finite or the loss has exploded.
  private func check(_ result: StepResult) throws {
    var divergence = state.divergence ?? DivergenceGuard()
    let isExploding = configuration.recoveries > 0 && divergence.isExploding(after: result.loss)
    guard result.isFinite && !isExploding else {
      throw Divergence(
        step: state.step + 1, loss: result.loss, gradientNorm: result.gradientNorm)
    }
    if configuration.recoveries > 0 { state.divergence = divergence }
  }

  /// True if the latest step was alarming, so that the state may be too bad to save.
  private var isAlarmed: Bool { state.divergence?.isAlarmed == true }

  private func saveGoodState(_ observe: (TrainingEvent) -> Void) throws {
    if !isAlarmed { try save(observe) }
  }

  /// Returns to the last saved state and continues with half the learning rate.
  ///
  /// - Throws: `TrainingError.diverged` if the maximum number of recoveries is reached.
  private func recover(
    from divergence: Divergence, _ observe: (TrainingEvent) -> Void
  ) throws {
    let recoveries = state.recoveries ?? 0
    guard recoveries < configuration.recoveries else {
      throw TrainingError.diverged(
        step: divergence.step, loss: divergence.loss, gradientNorm: divergence.gradientNorm)
    }
    let best = (
      state.bestScore, state.bestPerplexity, state.bestEpoch, state.firstBestEpoch,
      state.bestAveraged
    )
    state = try store.readState(into: trained, Task.fileKeys)
    // `model.safetensors` still holds the best weights, even if their epoch is repeated.
    (
      state.bestScore, state.bestPerplexity, state.bestEpoch, state.firstBestEpoch,
      state.bestAveraged
    ) = best
    state.recoveries = recoveries + 1
    engine.repack()
    plan = task.plan(epoch: state.epoch, configuration)
    try metrics.truncate(to: state)
    observe(
      .recovered(
        RecoveryReport(
          step: divergence.step, loss: divergence.loss, stepBack: state.step,
          learningRate: configuration.adjusted(to: state, batches: plan.count).learningRate,
          recoveries: recoveries + 1, mostRecoveries: configuration.recoveries)))
    try save(observe)
  }
}
