// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Checkpoints
import Files
import Messages
import Tasks
import Text
import Training

/// An invocation of `train`, with its options from flags and file: the part that all tasks share.
struct TrainingRun<Command: TrainingCommand> {
  let options: Command
  let given: GivenSettings
  let console = Console()
  let files: CheckpointFiles
  /// The checkpoint that is resumed, locked, and its record; nil for a new one.
  let resumed: (store: CheckpointStore, record: Command.Record)?
  var stored: Command.Record? { resumed?.record }
  private let file: ConfigurationFile?

  init(_ command: Command) throws {
    var file = try command.checkpoint.config.map(ConfigurationFile.init(path:))
    (options, given) = try command.joined(with: &file)
    self.file = file
    guard let directory = options.checkpoint.checkpoint, !directory.isEmpty else {
      throw Self.refusal("Give a directory for the checkpoint: --checkpoint.")
    }
    files = CheckpointFiles(directory: directory)
    resumed = try Self.resumed(files, options.checkpoint, console)
  }

  static func refusal(_ message: String) -> UsageError {
    UsageError(command: Command.name, message: message)
  }

  /// Locks the checkpoint to resume and reads its record; nil if there is none.
  private static func resumed(
    _ files: CheckpointFiles, _ options: CheckpointOptions, _ console: Console
  ) throws -> (CheckpointStore, Command.Record)? {
    let exists = fileExists(files.configuration)
    if options.resume && exists {
      let store = try checkpointStore(files.directory)
      do {
        return (store, try Command.Record(files))
      } catch let error as CheckpointError {
        throw ResumedTaskError(error) ?? error
      }
    }
    if options.resume {
      console.note("\(files.directory) contains no checkpoint yet: starting a new one.")
    } else if exists && !options.overwrite {
      throw TrainingError.checkpointExists(directory: files.directory)
    }
    return nil
  }

  /// Replaces bfloat16 by float32 if this CPU has no instructions for it.
  func choosePrecision(of record: inout Command.Record) {
    guard record.training.precision == .bfloat16 && !TrainingPrecision.hasBFloat16 else { return }
    console.note("This CPU has no bfloat16 instructions: training in float32.")
    record.training.precision = .float32
  }

  /// - Throws: `UsageError` for the first value that is out of range, and names the line of the
  ///   configuration file that gives it.
  func checkValues(of record: Command.Record) throws(UsageError) {
    guard let value = record.invalidValue else { return }
    throw Self.refusal(
      message(value) { key in
        let line = file?.line(of: key)
        return line.map { "'\(key)' (\(file?.path ?? ""), line \($0))" } ?? flag(key)
      })
  }

  /// - Throws: `UsageError` if a dev set is missing: `flags` are those that give one.
  func checkDevelopment(isGiven: Bool, of record: Command.Record, flags: String) throws {
    if isGiven { return }
    if record.training.patience != nil {
      throw Self.refusal("--patience needs a dev set: give one with \(flags).")
    }
    guard stored != nil else { return }
    let history = try MetricsEntry.entries(of: files, Command.Record.metricsKeys)
    if history.contains(where: { $0.kind == .validation }) {
      throw Self.refusal("This run has a dev set: give it again with \(flags).")
    }
  }

  /// Notes the step at which a resumed run continues, and the settings that have changed.
  func noteResuming(_ trainer: Trainer, _ record: Command.Record) {
    guard let stored else { return }
    console.note("Resuming at step \(grouped(trainer.step)).")
    for (key, was, now) in record.changedSettings(since: stored) {
      console.note("  \(key): \(was) → \(now)")
    }
  }

  /// Trains until the end or a signal. `token` names what the model predicts; `next` are commands
  /// to type afterwards.
  func train(
    _ trainer: Trainer, token: String, next: [String], isCounted: Bool = false
  ) throws {
    Interruption.install()
    var progress = TrainingProgress(
      console, firstStep: trainer.step, trainer.configuration.validationMetric, token: token)
    let summary = try trainer.run(
      observe: { if !isCounted { progress.observe($0) } },
      isInterrupted: { Interruption.signal != nil })
    console.clearProgress()
    TrainingReport(
      summary, files, trainer.configuration, signal: Interruption.signal, token: token, next: next,
      isCounted: isCounted
    ).note(on: console)
    try RunRecord.add(step: summary.steps, seconds: summary.seconds, to: files)
    if summary.ending == .interrupted, let signal = Interruption.signal {
      throw ExitCode(128 + signal)
    }
  }
}
