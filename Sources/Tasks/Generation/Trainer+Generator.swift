// SPDX-License-Identifier: Apache-2.0

package import Checkpoints
import Inference
public import Models
import Text
public import Training

extension Trainer {
  /// Starts a new checkpoint of a generator in the directory `checkpoint`.
  ///
  /// - Throws: `TrainingError` if a value is out of range or contradicts another, if the model does
  ///   not fit the vectors and the vocabulary or takes too much memory, or if the directory is in use
  ///   or holds a checkpoint (unless `overwriting`); `FileError`; `ThreadError`.
  public convenience init(
    _ data: GeneratorData, model configuration: GeneratorConfiguration,
    _ training: TrainingConfiguration = TrainingConfiguration(), checkpoint directory: String,
    overwriting: Bool = false
  ) throws {
    var settings = GeneratorSettings()
    settings.model = configuration
    data.setReading(of: &settings)
    let record = GeneratorRecord(
      settings, training, corpus: data.fingerprint, development: data.developmentFingerprint)
    try record.checkValues(hasDevelopment: data.hasDevelopment)
    for (key, found, expected) in [
      ("vocabulary_size", configuration.decoder.vocabularySize, data.vocabulary.count),
      ("vector_size", configuration.vectorSize, data.vectorSize),
    ] where found != expected {
      throw TrainingError.invalidValue(InvalidValue(key, "\(found)", .exactly("\(expected)")))
    }
    let store = try newCheckpointStore(directory, overwriting: overwriting)
    let task = GeneratorTask(data, record)
    let initial = task.model.initialParameters(
      seed: training.seed, embeddingDeviation: training.embeddingDeviation)
    self.init(
      try TrainingLoop(
        task, training, initial: initial, store, parts: textParts(data.vocabulary, data.merges),
        record: record.part))
  }

  /// Resumes the run whose checkpoint is in `directory`, with the settings of `training`, or those it
  /// has. The data must have the checkpoint's vocabulary and standardization.
  ///
  /// - Throws: `TrainingError` if a fixed setting, the data or the vocabulary have changed, if the
  ///   directory is in use, or if there is no state to resume from; any error of reading the
  ///   checkpoint.
  public convenience init(
    resuming directory: String, _ data: GeneratorData, _ training: TrainingConfiguration? = nil
  ) throws {
    let store = try checkpointStore(directory)
    let stored = try GeneratorRecord(store.files)
    var record = stored
    if let training { record.training = training }
    try self.init(
      resuming: store, from: stored, as: record, data, allowingChangedCorpus: false)
  }

  /// Resumes the run in `store`, whose record is `stored`.
  package convenience init(
    resuming store: CheckpointStore, from stored: GeneratorRecord, as record: GeneratorRecord,
    _ data: GeneratorData, allowingChangedCorpus: Bool
  ) throws {
    var record = record
    data.setReading(of: &record.settings)
    (record.corpus, record.development) = (data.fingerprint, data.developmentFingerprint)
    try record.checkResuming(stored, data.hasDevelopment, allowingChangedCorpus)
    // This also checks the best weights so far: this run may not find better ones.
    let checkpoint = try GeneratorCheckpoint(directory: store.files.directory)
    guard checkpoint.vocabulary == data.vocabulary && checkpoint.merges == data.merges else {
      throw TrainingError.fixedValue(
        key: "vocabulary", was: store.files.textVocabulary, now: "GeneratorData.vocabulary", .words)
    }
    self.init(
      try TrainingLoop(
        resuming: GeneratorTask(data, record), record.training, store,
        changes: record.changes(since: stored)))
  }
}

extension GeneratorData {
  /// Sets the settings that say how the data were read.
  fileprivate func setReading(of settings: inout GeneratorSettings) {
    (settings.text, settings.tokenizer, settings.vectors) = (configuration, tokenizer, vectors)
  }
}
