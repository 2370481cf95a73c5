// SPDX-License-Identifier: Apache-2.0

import Compute
public import Decoding
import Evaluation
public import Models
import Text

/// Trains a model on a corpus into a checkpoint directory.
///
///     let data = try TrainingData(
///       .pairs("train.tsv"), development: .pairs("dev.tsv"),
///       source: TokenizerConfiguration(language: "en"),
///       target: TokenizerConfiguration(language: "fr"))
///     let trainer = try Trainer(data, model: data.model(), checkpoint: "checkpoints/mine")
///     let summary = try trainer.run()
///
/// For one thread at a time; it brings the threads it computes with itself. The same data, seed,
/// threads and machine give the same bytes, in one run or in several.
public final class Trainer {
  public let configuration: TrainingConfiguration
  public let files: CheckpointFiles
  /// Where the run stands on resuming; 0 for a new one.
  public var step: Int { state.step }
  private let data: TrainingData
  private let model: EncoderDecoder
  private let store: CheckpointStore
  private let training: DataParallelStep
  private var state: TrainingState
  private var plan: BatchPlan
  private var stopwatch = Stopwatch()

  /// Starts a new checkpoint in the directory `checkpoint`.
  ///
  /// - Throws: `TrainingError` for a value out of range, a model that is not made for the data's
  ///   vocabularies or does not fit into memory, or a directory that is in use or holds a checkpoint
  ///   already (unless `overwriting`), `FileError` where it cannot be written.
  public convenience init(
    _ data: TrainingData, model configuration: ModelConfiguration,
    _ training: TrainingConfiguration = TrainingConfiguration(), reverseSource: Bool = false,
    checkpoint directory: String, overwriting: Bool = false
  ) throws {
    var record = CheckpointRecord(
      checkpoint: CheckpointConfiguration(
        model: configuration, sourceTokenizer: data.sourceTokenizer,
        targetTokenizer: data.targetTokenizer, reverseSource: reverseSource,
        icuVersion: ICU.version),
      training: training, data: data.configuration, corpus: data.fingerprint,
      development: data.developmentFingerprint)
    record.checkpoint.subwords = data.merges.map { _ in SubwordFiles() }
    try record.checkValues()
    try record.checkVocabularySizes(data)
    try record.checkMemory()
    let store = try CheckpointStore(directory: directory)
    if store.holdsCheckpoint && !overwriting {
      throw TrainingError.checkpointExists(directory: directory)
    }
    let model = EncoderDecoder(configuration)
    let parameters = model.initialParameters(
      seed: training.seed, embeddingDeviation: training.embeddingDeviation)
    let optimizer = Optimizer(training.optimizer, model.layout)
    let state = TrainingState(batchSize: training.batchSize)
    try store.create(record, data, model, parameters, optimizer, state)
    self.init(data, record, store, model, parameters, optimizer, state)
  }

  /// Goes on with the run whose checkpoint is in `directory`, as `record` says: what `CheckpointRecord`
  /// read from there, with the changes wanted. The data must be made with the tokenizers and the
  /// vocabularies of the checkpoint.
  ///
  /// With another dev set, which `allowingChangedCorpus` allows, the best score starts anew.
  ///
  /// - Throws: `TrainingError` for a change of what cannot change, or of the corpus or the dev set
  ///   (unless `allowingChangedCorpus`), and for a directory that is in use; what reading throws.
  public convenience init(
    resuming directory: String, as record: CheckpointRecord, _ data: TrainingData,
    allowingChangedCorpus: Bool = false
  ) throws {
    var record = record
    record.checkpoint.sourceTokenizer = data.sourceTokenizer
    record.checkpoint.targetTokenizer = data.targetTokenizer
    (record.corpus, record.development) = (data.fingerprint, data.developmentFingerprint)
    try record.checkValues()
    let store = try CheckpointStore(directory: directory)
    let stored = try CheckpointRecord(store.files)
    try record.checkFixedValues(against: stored)
    try record.checkMerges(data, store.files)
    try record.checkVocabularies(data, store.files)
    if !allowingChangedCorpus { try record.checkCorpora(against: stored) }
    try record.checkMemory()
    let model = EncoderDecoder(record.checkpoint.model)
    let parameters = ParameterBuffer(model.layout)
    let optimizer = Optimizer(record.training.optimizer, model.layout)
    var state = try TrainingState(from: store.files.trainingState, into: parameters, optimizer)
    state.changeBatchSize(to: record.training.batchSize)
    if record.development != stored.development { state.forgetBest() }
    try store.metrics.truncate(to: state)
    if record != stored { try record.write(to: store.files.configuration) }
    self.init(data, record, store, model, parameters, optimizer, state)
  }

  private init(
    _ data: TrainingData, _ record: CheckpointRecord, _ store: CheckpointStore,
    _ model: EncoderDecoder, _ parameters: ParameterBuffer, _ optimizer: Optimizer,
    _ state: TrainingState
  ) {
    self.data = data
    self.store = store
    self.model = model
    self.state = state
    configuration = record.training
    files = store.files
    training = DataParallelStep(
      model, parameters, optimizer: optimizer, reversesSource: record.checkpoint.reverseSource,
      threads: record.training.threads, precision: record.training.precision.ofProducts)
    plan = data.plan(epoch: state.epoch, record.training)
  }
}

// MARK: - The loop

extension Trainer {
  /// Trains until the epochs, the steps or the patience are at their end, or `isInterrupted` says
  /// so: it is asked after every step. The checkpoint is up to date when this returns.
  ///
  /// - Throws: `TrainingError.diverged`, or `FileError` where the checkpoint cannot be written; what
  ///   was saved before stays.
  public func run(
    observe: (TrainingEvent) -> Void = { _ in }, isInterrupted: () -> Bool = { false }
  ) throws -> TrainingSummary {
    stopwatch = Stopwatch()
    let tokensBefore = state.targetTokens
    var ending = TrainingSummary.Ending.completed
    while state.epoch < configuration.epochs {
      if let reason = reasonToEnd(isInterrupted: isInterrupted()) {
        ending = reason
        break
      }
      if state.batch < plan.count {
        try trainOnBatch(observe)
      } else {
        try finishEpoch(observe)
      }
    }
    if ending == .maximumSteps { try validate(epoch: state.epoch, observe) }
    // Nothing was found best yet: the latest weights are, not the random ones of the beginning.
    if ending == .interrupted && state.bestEpoch == nil { try saveModel() }
    try save(observe)
    return TrainingSummary(
      ending: ending, steps: state.step, epochs: state.epoch, seconds: stopwatch.seconds,
      targetTokens: state.targetTokens - tokensBefore, bestPerplexity: state.bestPerplexity,
      bestEpoch: state.bestEpoch.map { $0 + 1 })
  }

  private func reasonToEnd(isInterrupted: Bool) -> TrainingSummary.Ending? {
    if isInterrupted { return .interrupted }
    if let limit = configuration.maximumSteps, state.step >= limit { return .maximumSteps }
    if let patience = configuration.patience, let best = state.bestEpoch,
      state.batch == 0 && state.epoch - 1 - best >= patience
    {
      return .patience
    }
    return nil
  }

  private func trainOnBatch(_ observe: (TrainingEvent) -> Void) throws {
    let pairs = data.training.pairs(
      plan[state.batch], epoch: state.epoch, seed: configuration.seed)
    let result = stopwatch.measure {
      training.run(pairs, step: state.step + 1, configuration)
    }
    guard result.isFinite else {
      throw TrainingError.diverged(
        step: state.step + 1, loss: result.loss, gradientNorm: result.gradientNorm)
    }
    state.record(result)
    observe(
      .step(
        StepReport(
          step: state.step, totalSteps: totalSteps, epoch: state.epoch + 1, loss: result.loss,
          gradientNorm: result.gradientNorm, targetTokens: result.targetTokens)))
    if state.step.isMultiple(of: configuration.logInterval) { try logInterval(observe) }
    if state.step.isMultiple(of: configuration.saveInterval) { try save(observe) }
  }

  private func finishEpoch(_ observe: (TrainingEvent) -> Void) throws {
    try validate(epoch: state.epoch, observe)
    state.epoch += 1
    state.batch = 0
    plan = data.plan(epoch: state.epoch, configuration)
    try save(observe)
  }

  /// Steps of a full run, as the present batch size makes them.
  private var totalSteps: Int {
    let left = (configuration.epochs - state.epoch) * plan.count - state.batch
    return min(state.step + left, configuration.maximumSteps ?? .max)
  }
}

// MARK: - Keeping

extension Trainer {
  /// Scores the dev set and keeps the weights if they are the best so far; without a dev set the
  /// latest ones are the best.
  private func validate(epoch: Int, _ observe: (TrainingEvent) -> Void) throws {
    guard let development = data.development else {
      try saveModel()
      observe(
        .epoch(EpochReport(epoch: epoch + 1, step: state.step, perplexity: nil, isBest: true)))
      return
    }
    guard state.validatedStep != state.step else { return }
    let total = training.totalLoss(of: development.pairs(0..<development.count))
    let perplexity = Evaluation.perplexity(
      totalNegativeLogLikelihood: total.sum, tokens: total.tokens)
    let isBest = perplexity < state.bestPerplexity ?? .infinity
    if isBest {
      try saveModel()
      state.bestPerplexity = perplexity
      state.bestEpoch = epoch
    }
    state.validatedStep = state.step
    try log(
      MetricsEntry(
        kind: .validation, step: state.step, epoch: epoch + 1,
        loss: total.sum / Double(total.tokens), perplexity: perplexity,
        targetTokens: state.targetTokens, seconds: stopwatch.seconds), observe)
    observe(
      .epoch(
        EpochReport(
          epoch: epoch + 1, step: state.step, perplexity: perplexity, isBest: isBest)))
  }

  private func logInterval(_ observe: (TrainingEvent) -> Void) throws {
    let interval = state.interval
    try log(
      MetricsEntry(
        kind: .training, step: state.step, epoch: state.epoch + 1, loss: interval.meanLoss,
        perplexity: Evaluation.perplexity(
          totalNegativeLogLikelihood: interval.lossSum, tokens: interval.targetTokens),
        gradientNorm: interval.largestGradientNorm, learningRate: configuration.learningRate,
        targetTokens: state.targetTokens, seconds: stopwatch.seconds,
        targetTokensPerSecond: stopwatch.lap(tokens: interval.targetTokens)), observe)
    state.interval = TrainingState.Interval()
  }

  private func log(_ entry: MetricsEntry, _ observe: (TrainingEvent) -> Void) throws {
    try store.metrics.append(entry)
    observe(.metrics(entry))
  }

  private func saveModel() throws {
    try checkWeights()
    try store.saveModel(model, training.parameters, step: state.step)
  }

  private func save(_ observe: (TrainingEvent) -> Void) throws {
    try checkWeights()
    try state.save(to: files.trainingState, training.parameters, training.optimizer)
    observe(.saved(step: state.step))
  }

  /// Weights that are no numbers must not take the place of good ones.
  private func checkWeights() throws {
    guard training.hasFiniteWeights else {
      throw TrainingError.diverged(step: state.step, loss: .infinity, gradientNorm: .infinity)
    }
  }
}
