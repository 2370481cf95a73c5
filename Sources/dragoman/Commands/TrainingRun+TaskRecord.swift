// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Messages
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

  /// - Throws: `UsageError` if a dev set of vectors is given both in files and as a share.
  func checkOneDevelopment(_ vectors: GivenVectors?) throws(UsageError) {
    guard given["dev_share"] != nil && vectors?.development != nil else { return }
    throw Self.refusal("Give --dev-vectors and --dev-labels, or --dev-share, not both.")
  }
}

/// A training command of a model over sequences.
extension TrainingRun {
  /// - Throws: `UsageError` if the settings or `others`, flags in use, do not apply to vectors.
  func checkOfVectors(
    _ settings: some TaskSettings, _ others: [String]
  ) throws(UsageError) {
    let keys = Command.settings.map(\.key).filter { given[$0] != nil && !settings.uses($0) }
    guard let flag = others.first ?? keys.first.map(flag) else { return }
    throw Self.refusal("\(flag) does not apply to --vectors: omit one of them.")
  }

  /// Checks that the data are what the checkpoint to resume reads: vectors, or what `flag` gives.
  func checkInput(
    ofVectors areGiven: Bool, stored: Bool?, of input: String, flag: String
  ) throws(UsageError) {
    if !areGiven && given["standardize"] != nil {
      throw Self.refusal("--standardize needs --vectors.")
    }
    guard let stored, stored != areGiven else { return }
    throw Self.refusal(
      stored
        ? "\(files.directory) reads vectors: give --vectors and --labels, or another --checkpoint."
        : "\(files.directory) reads \(input), not vectors: give \(flag), or another --checkpoint.")
  }

  /// Without a dev set there is no accuracy, and the metric of a new run falls back to perplexity
  /// unless it is given.
  func chooseMetric(of record: inout Command.Record, hasDevelopment: Bool) {
    guard !hasDevelopment, stored == nil, given["validation_metric"] == nil else { return }
    record.training.validationMetric = .perplexity
  }

  /// Starts a new run or goes on with the one that is resumed.
  func trainer<Data: SequenceTaskData>(
    _ data: Data, _ record: TaskRecord<Data.Settings>, _ embeddings: WordVectors?
  ) throws -> Trainer where Command.Record == TaskRecord<Data.Settings> {
    guard let (store, stored) = resumed else {
      return try Trainer(
        data, record.settings.model, record.training, embeddings, in: files.directory,
        overwriting: options.checkpoint.overwrite)
    }
    return try Trainer(
      resuming: store, from: stored, as: record, data,
      allowingChangedCorpus: options.checkpoint.allowChangedCorpus)
  }
}
