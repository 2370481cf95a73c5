// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Checkpoints
import Training

/// A command that trains the model of one task. Flags and a configuration file give its settings.
protocol TrainingCommand: ParsableCommand {
  associatedtype Record: TrainingRecord

  /// The settings of a new run without any flags.
  static var defaults: Record { get }
  /// The keys of a configuration file that are not settings.
  static var fileKeys: [ConfigurationKey<Self>] { get }

  var checkpoint: CheckpointOptions { get }

  /// Returns the options and settings of the flags and of the file; flags override the file.
  func joined(
    with file: inout ConfigurationFile?
  ) throws -> (options: Self, given: GivenSettings)
}

/// The settings of a run in `config.json`, some of which are those of training.
protocol TrainingRecord: CheckpointRecording {
  var training: TrainingConfiguration { get set }
  /// The first value that is out of range.
  var invalidValue: InvalidValue? { get }
  /// True if the weights are learned step by step, false if the model is counted.
  var isTrainedInSteps: Bool { get }
  /// The names that the task gives to values in `metrics.jsonl`.
  static var metricsKeys: FileKeys { get }
}

extension TrainingCommand {
  /// The name of the command, as in `train translation`.
  static var name: String { "train " + (configuration.commandName ?? "") }

  /// The settings that flags and a configuration file may give.
  static var settings: [Setting<Record>] { Record.settings.filter(\.isGiven) }

  var givenByFlags: GivenSettings {
    GivenSettings(flags: self, keys: Set(Self.settings.map(\.key)))
  }

  func joined(
    with file: inout ConfigurationFile?
  ) throws -> (options: Self, given: GivenSettings) {
    try joinedSettings(with: &file)
  }

  /// Returns the options and settings of the flags and of the file. If a flag chooses another
  /// schedule than the file, the file's settings for its schedule do not apply.
  func joinedSettings(
    with file: inout ConfigurationFile?
  ) throws -> (options: Self, given: GivenSettings) {
    let flags = givenByFlags
    var (options, given) = (self, flags)
    try file?.apply(to: &options, &given)
    if let kind = flags["schedule"], file?.value(of: "schedule") ?? kind != kind {
      for key in ["warmup_steps", "decay_rate", "decay_interval", "plateau_patience"] {
        given[key] = flags[key]
      }
    }
    return (options, given)
  }
}

extension TrainingRecord {
  var isTrainedInSteps: Bool { true }

  /// Applies the settings that are given.
  mutating func apply(_ given: GivenSettings) {
    if given["batch_size"] != nil { training.batchTokens = nil }
    if let kind = given["schedule"], kind != training.scheduleKind.rawValue {
      // The settings of another schedule do not apply to this one.
      (training.warmupSteps, training.decayRate) = (nil, nil)
      (training.decayInterval, training.plateauPatience) = (nil, nil)
    }
    for setting in Self.settings where setting.isGiven {
      guard let text = given[setting.key] else { continue }
      precondition(setting.set(&self, text), "a value that was not checked")
    }
  }
}
