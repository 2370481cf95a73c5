// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Inference
public import Models
import Subwords
import Text
public import Training

extension Trainer {
  /// Starts a new checkpoint of a language model in the directory `checkpoint`. The batch size is
  /// the number of streams into which continuous text is folded.
  ///
  /// - Throws: `TrainingError` if a value is out of range or contradicts another, if the model does
  ///   not fit the vocabulary, or if the directory is in use or holds a checkpoint (unless
  ///   `overwriting`); `RunningTextError` if the text is too short; `FileError`; `ThreadError`.
  public convenience init(
    _ data: LanguageModelData, model configuration: LanguageModelConfiguration,
    _ training: TrainingConfiguration = TrainingConfiguration(), checkpoint directory: String,
    overwriting: Bool = false
  ) throws {
    let record = LanguageModelRecord(
      LanguageModelSettings(
        model: configuration, text: data.configuration, tokenizer: data.tokenizer),
      training, data)
    try record.checkValues(hasDevelopment: data.development != nil)
    guard configuration.vocabularySize == data.vocabulary.count else {
      throw TrainingError.invalidValue(
        InvalidValue(
          "vocabulary_size", "\(configuration.vocabularySize)",
          .exactly("\(data.vocabulary.count)")))
    }
    let task = try LanguageModelTask(data, record)
    let store = try checkpointStore(directory)
    if store.holdsCheckpoint && !overwriting {
      throw TrainingError.checkpointExists(directory: directory)
    }
    let parameters = task.model.network.initialParameters(
      seed: training.seed, embeddingDeviation: training.embeddingDeviation)
    self.init(
      try TrainingLoop(
        task, training, initial: parameters, store, parts: data.parts, record: record.part))
  }

  /// Resumes the run whose checkpoint is in `directory`, with the settings of `training`, or those it
  /// has. The data must have the checkpoint's vocabulary.
  ///
  /// - Throws: `TrainingError` if a fixed setting, the text or the vocabulary has changed, or if the
  ///   directory is in use; any error of reading the checkpoint.
  public convenience init(
    resuming directory: String, _ data: LanguageModelData, _ training: TrainingConfiguration? = nil
  ) throws {
    let store = try checkpointStore(directory)
    let stored = try LanguageModelRecord(store.files)
    var settings = stored.settings
    settings.text = data.configuration
    let record = LanguageModelRecord(settings, training ?? stored.training, data)
    try record.checkValues(hasDevelopment: data.development != nil)
    if let (key, was, now) = record.changedFixedSetting(since: stored) {
      throw TrainingError.fixedValue(key: key, was: was, now: now)
    }
    if record.corpus != stored.corpus {
      throw TrainingError.corpusChanged(was: stored.corpus, now: record.corpus)
    }
    if let was = stored.development, let now = record.development, was != now {
      throw TrainingError.developmentChanged(was: was, now: now)
    }
    // This also checks the best weights so far: this run may not find better ones.
    let checkpoint = try LanguageModelCheckpoint(directory: directory)
    guard checkpoint.vocabulary == data.vocabulary && checkpoint.merges == data.merges else {
      throw TrainingError.fixedValue(
        key: "vocabulary", was: store.files.textVocabulary, now: "LanguageModelData.vocabulary")
    }
    let isOtherSet =
      record.development != stored.development
      || record.developmentShare != stored.developmentShare
    let changes = SettingChanges(
      from: stored.training, isOtherSet ? .otherSet : .none, record: record.part)
    self.init(
      try TrainingLoop(
        resuming: LanguageModelTask(data, record), record.training, store,
        changes: record == stored ? nil : changes))
  }
}

extension LanguageModelData {
  /// The files of the checkpoint that hold the vocabulary and the merges.
  fileprivate var parts: [CheckpointPart] {
    let merges = merges.map { merges in
      [CheckpointPart("text.bpe") { try merges.write(to: $0) }]
    }
    return (merges ?? []) + [CheckpointPart("text.vocab") { try vocabulary.write(to: $0) }]
  }
}
