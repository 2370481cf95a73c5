// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
import Models
import Text
public import Training

/// Trains a model on a corpus and writes a checkpoint directory.
///
///     let data = try TrainingData(
///       .pairs("train.tsv"), development: .pairs("dev.tsv"),
///       source: TokenizerConfiguration(language: "en"),
///       target: TokenizerConfiguration(language: "fr"))
///     let trainer = try Trainer(data, model: data.model(), checkpoint: "checkpoints/mine")
///     let summary = try trainer.run()
///
/// Use a trainer from one thread at a time; it starts its own worker threads. The same data, seed,
/// number of threads and machine give the same bytes, in one run or in several resumed ones.
public final class Trainer {
  private let loop: any Loop

  init(_ loop: any Loop) { self.loop = loop }

  public var configuration: TrainingConfiguration { loop.configuration }
  public var files: CheckpointFiles { loop.files }
  /// The number of steps made so far; 0 for a new run.
  public var step: Int { loop.step }
  /// The number of steps in an epoch; it may vary a little from epoch to epoch.
  package var stepsPerEpoch: Int { loop.stepsPerEpoch }

  /// Trains until the last epoch, the step limit or early stopping, or until `isInterrupted`, which
  /// is called before every step, returns true. The checkpoint is up to date on return, except for
  /// steps that may be the start of a divergence; a resumed run repeats those.
  ///
  /// - Throws: `TrainingError.diverged` if training diverges again after all recoveries with lower
  ///   learning rates, `FileError` if the checkpoint cannot be written. The last saved state
  ///   remains.
  public func run(
    observe: (TrainingEvent) -> Void = { _ in }, isInterrupted: () -> Bool = { false }
  ) throws -> TrainingSummary {
    try loop.run(observe: observe, isInterrupted: isInterrupted)
  }
}

/// A run of any task.
protocol Loop {
  var configuration: TrainingConfiguration { get }
  var files: CheckpointFiles { get }
  var step: Int { get }
  var stepsPerEpoch: Int { get }

  func run(
    observe: (TrainingEvent) -> Void, isInterrupted: () -> Bool
  ) throws -> TrainingSummary
}

extension TrainingLoop: Loop {}

/// Locks a directory for a new checkpoint.
///
/// - Throws: `TrainingError.checkpointInUse`, `TrainingError.checkpointExists` unless `overwriting`,
///   or `FileError`.
func newCheckpointStore(_ directory: String, overwriting: Bool) throws -> CheckpointStore {
  let store = try checkpointStore(directory)
  if store.holdsCheckpoint && !overwriting {
    throw TrainingError.checkpointExists(directory: directory)
  }
  return store
}

/// Locks a directory in which a run writes its checkpoint.
///
/// - Throws: `TrainingError.checkpointInUse` or `FileError`.
package func checkpointStore(_ directory: String) throws -> CheckpointStore {
  guard let store = try CheckpointStore(directory: directory) else {
    throw TrainingError.checkpointInUse(directory: directory)
  }
  return store
}

extension WordVectors {
  /// - Throws: `TrainingError.invalidValue` if the vectors have another size than the embeddings that
  ///   are to start from them.
  func checkSize(is embeddingSize: Int) throws(TrainingError) {
    if size == embeddingSize { return }
    throw .invalidValue(
      InvalidValue("embedding_size", "\(embeddingSize)", .exactly("\(size)")))
  }
}
