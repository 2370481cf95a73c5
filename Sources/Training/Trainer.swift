// SPDX-License-Identifier: Apache-2.0

import Compute
public import Decoding
import Evaluation
public import Models
import Text

/// Trains a model on a corpus and writes a checkpoint directory.
///
///     let data = try TrainingData(
///       .pairs("train.tsv"), development: .pairs("dev.tsv"),
///       source: TokenizerConfiguration(language: "en"),
///       target: TokenizerConfiguration(language: "fr"))
///     let trainer = try Trainer(data, model: data.model(), checkpoint: "checkpoints/mine")
///     let summary = try trainer.run()
///
/// Use a trainer from one thread at a time; it starts its own worker threads. The same data, seed,
/// number of threads and machine give the same bytes, in one run or in several resumed ones.
public final class Trainer {
  public let configuration: TrainingConfiguration
  public let files: CheckpointFiles
  /// The number of steps made so far; 0 for a new run.
  public var step: Int { state.step }
  let data: TrainingData
  let model: EncoderDecoder
  let store: CheckpointStore
  let trained: TrainedParameters
  let training: DataParallelStep
  /// Nil if there is no dev set.
  let validator: Validator?
  var state: TrainingState
  var plan: BatchPlan
  var stopwatch = Stopwatch()

  /// Starts a new checkpoint in the directory `checkpoint`.
  ///
  /// - Throws: `TrainingError` if a value is out of range or contradicts another, if the model does
  ///   not fit the data's vocabularies or the memory, or if the directory is in use or holds a
  ///   checkpoint (unless `overwriting`); `FileError` if it cannot be written; `ThreadError`.
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
    try record.chooseBLEUTokenization()
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

  /// Resumes the run whose checkpoint is in `directory`, with the settings of `record`: what
  /// `CheckpointRecord` read from there, and any changes. The data must use the checkpoint's
  /// tokenizers and vocabularies.
  ///
  /// The best score starts anew with another dev set, which needs `allowingChangedCorpus`, or with
  /// another validation metric.
  ///
  /// - Throws: `TrainingError` if a fixed setting, the corpus or the dev set has changed (the texts
  ///   may change with `allowingChangedCorpus`), or if the directory is in use; `ThreadError`; any
  ///   error of reading the checkpoint.
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
    record.checkpoint.nameLanguages(as: stored.checkpoint)
    try record.checkMerges(data, store.files)
    try record.checkVocabularies(data, store.files)
    if !allowingChangedCorpus { try record.checkCorpora(against: stored) }
    try record.checkMemory()
    let model = EncoderDecoder(record.checkpoint.model)
    // Check that the best weights so far can be loaded: this run may not find better ones.
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

extension CheckpointConfiguration {
  /// Keeps the original language tags: another tag for the same language changes nothing.
  fileprivate mutating func nameLanguages(as stored: CheckpointConfiguration) {
    sourceTokenizer.language = stored.sourceTokenizer.language
    targetTokenizer.language = stored.targetTokenizer.language
  }
}

extension CheckpointRecord {
  /// Chooses BLEU's tokenization for the target language unless one is set. `13a` is stored as nil,
  /// which is its meaning in a file.
  fileprivate mutating func chooseBLEUTokenization() throws(TokenizerError) {
    let language = try Language(tag: checkpoint.targetTokenizer.language)
    let tokenization = training.bleuTokenization ?? BLEU.Tokenization(language)
    training.bleuTokenization = tokenization == .mteval13a ? nil : tokenization
  }
}
