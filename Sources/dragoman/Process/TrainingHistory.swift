// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Files
import Inspection
import Messages
import Tasks
import Text
import Training

/// The entries that a run of any task wrote to `metrics.jsonl`.
struct TrainingHistory {
  private let entries: [MetricsEntry]

  /// Reads the history of a checkpoint; nil if nothing is written yet.
  init?(ifWritten directory: String) throws {
    let metrics = CheckpointFiles(directory: directory).metrics
    guard try fileExists(metrics) && LineReader(path: metrics).next() != nil else { return nil }
    try self.init(directory: directory)
  }

  /// Reads the history of a checkpoint.
  ///
  /// - Throws: `TrainingHistoryError`, or the errors of reading `config.json` and text files.
  init(directory: String) throws {
    let files = CheckpointFiles(directory: directory)
    let isTranslation = try TaskName(files.readTask()) == .translation
    func error(_ problem: TrainingHistoryError.Problem) -> TrainingHistoryError {
      TrainingHistoryError(directory: directory, path: files.metrics, problem: problem)
    }
    guard fileExists(files.metrics) else { throw error(.noFile) }
    let (entries, wrongLine) = try MetricsEntry.entries(
      path: files.metrics, isTranslation ? TranslationTask.fileKeys : FileKeys())
    if let wrongLine { throw error(.wrongLine(wrongLine)) }
    if entries.isEmpty { throw error(.noEntry) }
    self.entries = entries
  }

  /// Returns the values of a dev score after each epoch.
  func curve(_ metric: String) -> [(x: Double, y: Double)] {
    entries.filter { $0.kind == .validation }.compactMap { entry in
      entry.values[metric].map { (Double(entry.epoch), $0) }
    }
  }

  /// Returns the history as the log of a run, for plots.
  func log(name: String) -> TrainingLog {
    TrainingLog(
      name: name,
      entries.map { entry in
        let kind: TrainingLog.Kind =
          switch entry.kind {
          case .training: .training
          case .validation: .validation
          case .average: .average
          case .gradients: .gradients
          }
        return TrainingLog.Entry(
          kind: kind, step: entry.step, epoch: entry.epoch, seconds: entry.seconds,
          values: entry.values)
      })
  }
}

/// A checkpoint without a history that can be read.
struct TrainingHistoryError: Explainable, Equatable {
  enum Problem: Equatable {
    case noFile
    case noEntry
    case wrongLine(Int)
  }

  let directory, path: String
  let problem: Problem

  var explanation: ErrorText {
    switch problem {
    case .noFile:
      ErrorText(
        .missingInput, "\(directory) has no training history: metrics.jsonl is missing.",
        advice:
          "Averages, n-gram models and machines set by hand have none: give a checkpoint that "
          + "'dragoman train' trained in steps.")
    case .noEntry:
      ErrorText(
        .badData, "\(path) has no entries yet.",
        advice: "Training adds one every --log-interval steps, and dev scores after each epoch.")
    case .wrongLine(let line):
      ErrorText(
        .badData, "\(path), line \(line): this is not an entry of a training history.",
        advice: "The file is damaged: remove the line, or copy the checkpoint again.")
    }
  }
}
