// SPDX-License-Identifier: Apache-2.0

package import Checkpoints
import Compute
import Corpora
import Inference
public import Models
import Subwords
public import Text
public import Training

extension Trainer {
  /// Starts a new checkpoint of a language model in the directory `checkpoint`. Embeddings start from
  /// `embeddings`, as far as these have them; the others are random.
  ///
  /// The batch size is the number of streams into which a recurrent model folds continuous text; for
  /// a window model, it is the number of parts of the text in a batch. An n-gram model is counted:
  /// `run` makes no steps, reports one epoch, and writes the whole checkpoint.
  ///
  /// - Throws: `TrainingError` if a value is out of range or contradicts another, if the model does
  ///   not fit the vocabulary or takes too much memory, or if the directory is in use or holds a checkpoint (unless
  ///   `overwriting`); `RunningTextError` if the text is too short, or too long to be counted;
  ///   `FileError`; `ThreadError`.
  public convenience init(
    _ data: LanguageModelData, model configuration: LanguageModelConfiguration,
    _ training: TrainingConfiguration = TrainingConfiguration(), embeddings: WordVectors? = nil,
    checkpoint directory: String, overwriting: Bool = false
  ) throws {
    let record = LanguageModelRecord(
      LanguageModelSettings(
        model: configuration, text: data.configuration, tokenizer: data.tokenizer),
      training, data)
    try record.checkValues(hasDevelopment: data.hasDevelopment)
    guard configuration.vocabularySize == data.vocabulary.count else {
      throw TrainingError.invalidValue(
        InvalidValue(
          "vocabulary_size", "\(configuration.vocabularySize)",
          .exactly("\(data.vocabulary.count)")))
    }
    try embeddings?.checkSize(is: configuration.embeddingSize)
    try data.checkTrainingText()
    func newStore() throws -> CheckpointStore {
      try newCheckpointStore(directory, overwriting: overwriting)
    }
    func loop<Task: LearningTask>(
      _ task: Task, _ initial: () -> ParameterBuffer
    ) throws -> TrainingLoop<Task> {
      let store = try newStore()
      return try TrainingLoop(
        task, training, initial: initial(), store, parts: data.parts, record: record.part)
    }
    switch configuration.kind {
    case .recurrent:
      let task = try LanguageModelTask(data, record)
      self.init(
        try loop(task) {
          task.model.network.initialParameters(
            seed: training.seed, embeddingDeviation: training.embeddingDeviation,
            forgetBias: training.forgetBias, embeddings: embeddings)
        })
    case .window:
      let task = try WindowModelTask(data, record)
      self.init(
        try loop(task) {
          task.model.network.initialParameters(
            seed: training.seed, embeddingDeviation: training.embeddingDeviation,
            embeddings: embeddings)
        })
    case .ngram:
      try NGramCounting.checkLength(data.training)
      self.init(try NGramCounting(data, record, newStore()))
    }
  }

  /// Resumes the run whose checkpoint is in `directory`, with the settings of `training`, or those it
  /// has. The data must have the checkpoint's vocabulary.
  ///
  /// - Throws: `TrainingError` if a fixed setting, the text or the vocabulary has changed, if the
  ///   directory is in use, or if there is no state to resume from, as for n-gram models; any error
  ///   of reading the checkpoint.
  public convenience init(
    resuming directory: String, _ data: LanguageModelData, _ training: TrainingConfiguration? = nil
  ) throws {
    let store = try checkpointStore(directory)
    let stored = try LanguageModelRecord(store.files)
    var record = stored
    if let training { record.training = training }
    try self.init(
      resuming: store, from: stored, as: record, data, allowingChangedCorpus: false)
  }

  /// Resumes the run in `store`, whose record is `stored`.
  package convenience init(
    resuming store: CheckpointStore, from stored: LanguageModelRecord,
    as record: LanguageModelRecord, _ data: LanguageModelData, allowingChangedCorpus: Bool
  ) throws {
    let kind = stored.settings.model.kind
    if kind == .ngram {
      throw TrainingError.missingTrainingState(path: store.files.trainingState)
    }
    var record = record
    record.settings.text = data.configuration
    (record.corpus, record.development) = (data.fingerprint, data.developmentFingerprint)
    try record.checkResuming(stored, data.hasDevelopment, allowingChangedCorpus)
    // This also checks the best weights so far: this run may not find better ones.
    let checkpoint = try LanguageModelCheckpoint(directory: store.files.directory)
    guard checkpoint.vocabulary == data.vocabulary && checkpoint.merges == data.merges else {
      throw TrainingError.fixedValue(
        key: "vocabulary", was: store.files.textVocabulary, now: "LanguageModelData.vocabulary",
        .words)
    }
    let changes = record.changes(since: stored)
    func loop<Task: LearningTask>(_ task: Task) throws -> TrainingLoop<Task> {
      try TrainingLoop(
        resuming: task, record.training, store, changes: changes)
    }
    if kind == .window {
      self.init(try loop(WindowModelTask(data, record)))
    } else {
      self.init(try loop(LanguageModelTask(data, record)))
    }
  }
}

extension LanguageModelData {
  /// - Throws: `RunningTextError.tooShort` if there is no token to predict.
  fileprivate func checkTrainingText() throws(RunningTextError) {
    if !training.hasPredictions {
      throw .tooShort(tokens: training.count, streams: 1, window: 1)
    }
  }

  /// The files of the checkpoint that hold the vocabulary and the merges.
  var parts: [CheckpointPart] { textParts(vocabulary, merges) }
}

/// Returns the files of a checkpoint that hold the vocabulary and the merges of its text.
func textParts(_ vocabulary: Vocabulary, _ merges: BytePairMerges?) -> [CheckpointPart] {
  let merges = merges.map { merges in
    [CheckpointPart("text.bpe") { try merges.write(to: $0) }]
  }
  return (merges ?? []) + [CheckpointPart("text.vocab") { try vocabulary.write(to: $0) }]
}
