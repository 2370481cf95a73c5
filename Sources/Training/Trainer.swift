// SPDX-License-Identifier: Apache-2.0

import Compute
public import Decoding
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
  let data: TrainingData
  let model: EncoderDecoder
  let store: CheckpointStore
  let trained: TrainedParameters
  let training: DataParallelStep
  /// Nil where there is no dev set.
  let validator: Validator?
  var state: TrainingState
  var plan: BatchPlan
  var stopwatch = Stopwatch()

  /// Starts a new checkpoint in the directory `checkpoint`.
  ///
  /// - Throws: `TrainingError` for a value out of range, values that contradict each other, a model
  ///   that is not made for the data's vocabularies or does not fit into memory, or a directory that is
  ///   in use or holds a checkpoint already (unless `overwriting`), `FileError` where it cannot be
  ///   written.
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
    record.checkpoint.targetTypography = data.targetTypography
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
    let trained = TrainedParameters(parameters, training, model.layout)
    let state = TrainingState(training)
    try store.create(record, data, model, trained, state)
    try self.init(data, record, store, model, trained, state)
  }

  /// Goes on with the run whose checkpoint is in `directory`, as `record` says: what `CheckpointRecord`
  /// read from there, with the changes wanted. The data must be made with the tokenizers and the
  /// vocabularies of the checkpoint.
  ///
  /// With another dev set, which `allowingChangedCorpus` allows, or another validation metric, the best
  /// score starts anew.
  ///
  /// - Throws: `TrainingError` for a change of what cannot change, or of the corpus or the dev set
  ///   (unless `allowingChangedCorpus`), and for a directory that is in use; `ThreadError`; what reading
  ///   throws.
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
    // The best weights so far: this run may find none that are better.
    _ = try Checkpoint(directory: directory)
    let trained = TrainedParameters(
      ParameterBuffer(model.layout), record.training, model.layout)
    var state = try store.readState(into: trained)
    try store.metrics.truncate(to: state)
    if record != stored {
      state.adapt(to: record, from: stored, data)
      try state.save(to: store.files.trainingState, trained)
      try record.write(to: store.files.configuration)
    }
    try self.init(data, record, store, model, trained, state)
  }

  private init(
    _ data: TrainingData, _ record: CheckpointRecord, _ store: CheckpointStore,
    _ model: EncoderDecoder, _ trained: TrainedParameters, _ state: TrainingState
  ) throws {
    self.data = data
    self.store = store
    self.model = model
    self.trained = trained
    self.state = state
    configuration = record.training
    files = store.files
    training = try DataParallelStep(
      model, trained.weights, optimizer: trained.optimizer, average: trained.average,
      reversesSource: record.checkpoint.reverseSource, threads: record.training.threads,
      precision: record.training.precision.ofProducts)
    validator = Validator(data, training, record)
    plan = data.plan(epoch: state.epoch, record.training)
  }
}
