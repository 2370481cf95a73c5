// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Tasks
import Text
import Training

/// The part of a training command that all tasks with a `TaskRecord` share.
extension TrainingRun {
  /// Returns the record of the run, with the settings that are given. A new run begins with
  /// `prepare`.
  func record<Settings: TaskSettings>(
    prepare: (inout Settings) -> Void = { _ in }
  ) -> TaskRecord<Settings> where Command.Record == TaskRecord<Settings> {
    var record = stored ?? Command.defaults
    if stored == nil {
      prepare(&record.settings)
      record.training.precision = .fastest
    }
    record.apply(given)
    return record
  }

  /// Checks the settings of a record, as far as they do not depend on the data.
  /// `developmentFlags` are those that give a dev set.
  ///
  /// - Throws: `UsageError` or `TrainingError`.
  func check<Settings: TaskSettings>(
    _ record: inout TaskRecord<Settings>, hasDevelopment: Bool, developmentFlags: String
  ) throws where Command.Record == TaskRecord<Settings> {
    choosePrecision(of: &record)
    try checkValues(of: record)
    if let stored { try record.checkFixedValues(against: stored) }
    try checkDevelopment(isGiven: hasDevelopment, of: record, flags: developmentFlags)
    if let found = record.contradiction(hasDevelopment: hasDevelopment) {
      throw Self.refusal(found.message(developmentFlags: developmentFlags))
    }
  }

  /// - Throws: `UsageError` if `--merges` is given for another unit than subwords.
  func checkMerges(_ unit: TextUnit) throws(UsageError) {
    guard given["merges"] != nil && unit != .subword else { return }
    throw Self.refusal("--merges needs --unit subword, but the unit is \(unit.rawValue).")
  }

  /// - Throws: `UsageError` if a dev set is given both in files, by `flag`, and as a share.
  func checkOneDevelopment(_ files: [String], flag: String) throws(UsageError) {
    guard given["dev_share"] != nil && !files.isEmpty else { return }
    throw Self.refusal("Give \(flag) or --dev-share, not both.")
  }
}

/// A training command of a model over sequences with labels.
extension TrainingRun {
  /// Without a dev set there is no accuracy, and the metric of a new run falls back to perplexity
  /// unless it is given.
  func chooseMetric(of record: inout Command.Record, hasDevelopment: Bool) {
    guard !hasDevelopment, stored == nil, given["validation_metric"] == nil else { return }
    record.training.validationMetric = .perplexity
  }

  /// Starts a new run or goes on with the one that is resumed.
  func trainer<Data: SequenceTaskData>(
    _ data: Data, _ record: TaskRecord<Data.Settings>
  ) throws -> Trainer where Command.Record == TaskRecord<Data.Settings> {
    guard let (store, stored) = resumed else {
      return try Trainer(
        data, record.settings.model, record.training, in: files.directory,
        overwriting: options.checkpoint.overwrite)
    }
    return try Trainer(
      resuming: store, from: stored, as: record, data,
      allowingChangedCorpus: options.checkpoint.allowChangedCorpus)
  }
}
