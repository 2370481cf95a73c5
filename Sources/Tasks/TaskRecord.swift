// SPDX-License-Identifier: Apache-2.0

package import Checkpoints
import Models
import Text
package import Training

/// The settings of a task's model and of its text, which are all that users of the model need.
package protocol TaskSettings: Codable, Equatable, Sendable {
  /// The name of the task in `config.json`.
  static var task: String { get }
  static var settings: [Setting<Self>] { get }

  /// Returns how a setting of training applies to the task; nil if it does not.
  static func ofTraining<Record>(_ setting: Setting<Record>) -> Setting<Record>?

  /// Creates the settings of a new run, before the text has been read.
  init()

  /// The language of the text, as a BCP 47 tag.
  var language: String { get }
  /// The number of trained parameters; the sizes must be in their ranges.
  var parameterCount: Int { get }
  /// True if the recurrent cell has gates that decide how much of the cell state is kept.
  var hasForgetGates: Bool { get }
  /// The first value that is out of range or contradicts another.
  var invalidValue: InvalidValue? { get }
  /// True if the weights are learned step by step, false if the model is counted.
  var isTrainedInSteps: Bool { get }

  /// Returns true if the model depends on a setting. Others are not in `config.json`.
  func uses(_ key: String) -> Bool
}

extension TaskSettings {
  package var isTrainedInSteps: Bool { true }
}

/// The contents of the `config.json` of a task: all settings of a run, and what it was trained on.
package struct TaskRecord<Settings: TaskSettings>: Equatable, Sendable {
  package var settings: Settings
  package var training: TrainingConfiguration
  package var corpus: CorpusFingerprint
  /// The fingerprint of the dev set, if it is in a file of its own.
  package var development: CorpusFingerprint?

  package init(
    _ settings: Settings, _ training: TrainingConfiguration, corpus: CorpusFingerprint,
    development: CorpusFingerprint?
  ) {
    self.settings = settings
    self.training = training
    self.corpus = corpus
    self.development = development
  }

  /// Creates the settings of a new run; the sizes and the corpus are filled in once the data have
  /// been read.
  package init(training: TrainingConfiguration) {
    self.init(
      Settings(), training, corpus: CorpusFingerprint(bytes: 0, lines: 0, hash: ""),
      development: nil)
  }
}

// MARK: - config.json

extension TaskRecord: CheckpointRecording {
  private enum CodingKeys: String, CodingKey {
    case formatVersion = "format_version"
    case task, training, corpus
    case development = "dev_corpus"
  }

  package init(_ files: CheckpointFiles) throws {
    self = try files.readConfiguration(task: Settings.task)
  }

  package init(from decoder: any Swift.Decoder) throws {
    settings = try Settings(from: decoder)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    training = try TrainingConfiguration(
      readingFrom: container.nestedContainer(keyedBy: NamedKey.self, forKey: .training),
      where: settings.uses)
    corpus = try container.decode(CorpusFingerprint.self, forKey: .corpus)
    development = try container.decodeIfPresent(CorpusFingerprint.self, forKey: .development)
  }

  package func encode(to encoder: any Swift.Encoder) throws {
    try settings.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(CheckpointFiles.newestFormatVersion, forKey: .formatVersion)
    try container.encode(Settings.task, forKey: .task)
    var section = container.nestedContainer(keyedBy: NamedKey.self, forKey: .training)
    try training.write(to: &section, where: settings.uses)
    try container.encode(corpus, forKey: .corpus)
    try container.encodeIfPresent(development, forKey: .development)
  }

  package static var settings: [Setting<TaskRecord>] {
    Settings.settings.map { $0.at(\TaskRecord.settings) }
      + TrainingConfiguration.settings.compactMap {
        Settings.ofTraining($0.at(\TaskRecord.training, "training"))
      }
  }

  package var part: CheckpointPart {
    CheckpointPart(CheckpointFiles.configurationName) { try writeConfiguration(self, to: $0) }
  }
}

// MARK: - Checks

extension TaskRecord {
  /// The first value that is out of range, among the settings that the model uses.
  package var invalidValue: InvalidValue? {
    settings.invalidValue ?? training.outOfRange(where: settings.uses)
  }

  /// Returns the first two settings that contradict each other.
  package func contradiction(hasDevelopment: Bool) -> TrainingContradiction? {
    guard settings.isTrainedInSteps else { return nil }
    return training.contradiction(
      hasDevelopment: hasDevelopment, hasForgetGates: settings.hasForgetGates)
  }

  /// - Throws: `TrainingError` if a value is out of range or contradicts another, or if the model does
  ///   not fit into memory.
  func checkValues(hasDevelopment: Bool) throws(TrainingError) {
    if let invalidValue { throw .invalidValue(invalidValue) }
    if let found = contradiction(hasDevelopment: hasDevelopment) { throw .contradiction(found) }
    try training.checkMemory(parameters: settings.parameterCount)
  }

  /// - Throws: `TrainingError.fixedValue` for the first fixed value that differs from `stored`.
  package func checkFixedValues(against stored: TaskRecord) throws(TrainingError) {
    let (was, now) = (stored.settings.language, settings.language)
    if !Language.isSame(was, now) {
      throw .fixedValue(key: "language", was: was, now: now, .vocabularies)
    }
    if let (key, was, now, reason) = changedFixedSetting(since: stored) {
      throw .fixedValue(key: key, was: was, now: now, reason)
    }
  }

  /// Checks that a run can go on from `stored` with these settings and data.
  ///
  /// - Throws: `TrainingError`.
  func checkResuming(
    _ stored: TaskRecord, _ hasDevelopment: Bool, _ allowingChangedCorpus: Bool
  ) throws(TrainingError) {
    try checkValues(hasDevelopment: hasDevelopment)
    try checkFixedValues(against: stored)
    if !allowingChangedCorpus { try checkCorpora(against: stored) }
  }

  /// Returns what changes when a run goes on from `stored`; nil if nothing does.
  func changes(since stored: TaskRecord) -> SettingChanges? {
    if self == stored { return nil }
    // The dev set may be a part of the corpus.
    let isOtherSet = development != stored.development || corpus != stored.corpus
    return SettingChanges(from: stored.training, isOtherSet ? .otherSet : .none, record: part)
  }

  /// Checks that the data are those of `stored`. A dev set may be added.
  ///
  /// - Throws: `TrainingError.corpusChanged` or `.developmentChanged`.
  private func checkCorpora(against stored: TaskRecord) throws(TrainingError) {
    if corpus != stored.corpus { throw .corpusChanged(was: stored.corpus, now: corpus) }
    if let was = stored.development, let now = development, was != now {
      throw .developmentChanged(was: was, now: now)
    }
  }
}
