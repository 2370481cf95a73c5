// SPDX-License-Identifier: Apache-2.0

public import Checkpoints

/// A reason why training cannot start or had to stop.
public enum TrainingError: Error, Equatable, Sendable {
  /// The directory holds a checkpoint, and the caller asked neither to resume nor to overwrite it.
  case checkpointExists(directory: String)
  /// Another training process is using the directory.
  case checkpointInUse(directory: String)
  /// The checkpoint has no training state to resume from.
  case missingTrainingState(path: String)
  /// The training state was not written by this program for this checkpoint.
  case malformedTrainingState(path: String)
  /// A setting is out of range or contradicts another.
  case invalidValue(InvalidValue)
  /// Two settings exclude each other.
  case contradiction(TrainingContradiction)
  /// Training needs at least `needed` bytes; the machine has only `available`.
  case notEnoughMemory(needed: Int, available: Int)
  /// The value of `key` cannot be changed when resuming.
  case fixedValue(key: String, was: String, now: String, FixedReason)
  /// The given merges, on the side that `key` names, are of another language than the text: they
  /// split its words into more units than the same number of merges learned from the text would.
  case foreignMerges(
    key: String, text: String, unitsPerWord: Double, learnedUnitsPerWord: Double)
  /// The corpus differs from the one that training began with.
  case corpusChanged(was: CorpusFingerprint, now: CorpusFingerprint)
  /// The dev set differs from the one that the best score was measured on.
  case developmentChanged(was: CorpusFingerprint, now: CorpusFingerprint)
  /// The loss or the gradient is not finite, or the loss has exploded. If `gradientNorm` is nil,
  /// the loss is that of the dev set. The checkpoint holds the last good state.
  case diverged(step: Int, loss: Double, gradientNorm: Double?)
}
