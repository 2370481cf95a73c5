// SPDX-License-Identifier: Apache-2.0

package import Checkpoints
import Inference
public import Models
import Text
public import Training

extension Trainer {
  /// Starts a new checkpoint of a classifier in the directory `checkpoint`.
  ///
  /// - Throws: `TrainingError` if a value is out of range or contradicts another, if the model does
  ///   not fit the vocabulary and the labels or takes too much memory, or if the directory is in use
  ///   or holds a checkpoint (unless `overwriting`); `FileError`; `ThreadError`.
  public convenience init(
    _ data: ClassifierData, model configuration: ClassifierConfiguration,
    _ training: TrainingConfiguration = TrainingConfiguration(), checkpoint directory: String,
    overwriting: Bool = false
  ) throws {
    var settings = ClassifierSettings()
    settings.model = configuration
    (settings.text, settings.tokenizer) = (data.configuration, data.tokenizer)
    let record = ClassifierRecord(
      settings, training, corpus: data.fingerprint, development: data.developmentFingerprint)
    try record.checkValues(hasDevelopment: data.hasDevelopment)
    for (key, found, expected) in [
      ("vocabulary_size", configuration.encoder.vocabularySize, data.vocabulary.count),
      ("label_count", configuration.labelCount, data.labels.count),
    ] where found != expected {
      throw TrainingError.invalidValue(InvalidValue(key, "\(found)", .exactly("\(expected)")))
    }
    let store = try newCheckpointStore(directory, overwriting: overwriting)
    let task = ClassifierTask(data, record)
    let initial = task.model.initialParameters(
      seed: training.seed, embeddingDeviation: training.embeddingDeviation)
    self.init(
      try TrainingLoop(
        task, training, initial: initial, store, parts: data.parts, record: record.part))
  }

  /// Resumes the run whose checkpoint is in `directory`, with the settings of `training`, or those it
  /// has. The data must have the checkpoint's vocabulary and labels.
  ///
  /// - Throws: `TrainingError` if a fixed setting, the texts or the vocabulary have changed, if the
  ///   directory is in use, or if there is no state to resume from; any error of reading the
  ///   checkpoint.
  public convenience init(
    resuming directory: String, _ data: ClassifierData, _ training: TrainingConfiguration? = nil
  ) throws {
    let store = try checkpointStore(directory)
    let stored = try ClassifierRecord(store.files)
    var record = stored
    if let training { record.training = training }
    try self.init(
      resuming: store, from: stored, as: record, data, allowingChangedCorpus: false)
  }

  /// Resumes the run in `store`, whose record is `stored`.
  package convenience init(
    resuming store: CheckpointStore, from stored: ClassifierRecord,
    as record: ClassifierRecord, _ data: ClassifierData, allowingChangedCorpus: Bool
  ) throws {
    var record = record
    record.settings.text = data.configuration
    (record.corpus, record.development) = (data.fingerprint, data.developmentFingerprint)
    try record.checkResuming(stored, data.hasDevelopment, allowingChangedCorpus)
    // This also checks the best weights so far: this run may not find better ones.
    let checkpoint = try ClassifierCheckpoint(directory: store.files.directory)
    guard checkpoint.vocabulary == data.vocabulary && checkpoint.merges == data.merges else {
      throw TrainingError.fixedValue(
        key: "vocabulary", was: store.files.textVocabulary, now: "ClassifierData.vocabulary",
        .words)
    }
    guard checkpoint.labels == data.labels else {
      throw TrainingError.fixedValue(
        key: "labels", was: store.files.labels, now: "ClassifierData.labels", .weights)
    }
    self.init(
      try TrainingLoop(
        resuming: ClassifierTask(data, record), record.training, store,
        changes: record.changes(since: stored)))
  }
}

extension ClassifierData {
  /// The files of the checkpoint that hold the vocabulary, the merges and the labels.
  fileprivate var parts: [CheckpointPart] {
    textParts(vocabulary, merges) + [
      CheckpointPart("labels.tsv") { try labels.write(to: $0) }
    ]
  }
}
