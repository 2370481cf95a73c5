// SPDX-License-Identifier: Apache-2.0

public import Text

/// Why training cannot start, or had to stop.
public enum TrainingError: Error, Equatable, Sendable {
  /// The directory holds a checkpoint, and neither resuming nor overwriting was asked for.
  case checkpointExists(directory: String)
  /// Another process trains into the directory.
  case checkpointInUse(directory: String)
  /// The checkpoint has no training state: nothing to resume from.
  case missingTrainingState(path: String)
  /// The training state is not one that this program wrote for this checkpoint.
  case malformedTrainingState(path: String)
  /// `key`, as in `config.json`, has a value that nothing can be trained with.
  case invalidValue(key: String, found: String, expected: String)
  /// Two values that cannot be had together.
  case contradiction(TrainingContradiction)
  /// Training takes at least `needed` bytes, and the machine has only `available`.
  case notEnoughMemory(needed: Int, available: Int)
  /// `key` decides what the checkpoint is, and cannot change on resuming.
  case fixedValue(key: String, was: String, now: String)
  /// The merges that were given, of the side that `key` names, are of another language than the text: they
  /// cut its words into so many units, and as many merges learned from it into fewer.
  case foreignMerges(
    key: String, text: String, unitsPerWord: Double, learnedUnitsPerWord: Double)
  /// The corpus is not the one that training began with.
  case corpusChanged(was: CorpusFingerprint, now: CorpusFingerprint)
  /// The dev set is not the one that the best score so far belongs to.
  case developmentChanged(was: CorpusFingerprint, now: CorpusFingerprint)
  /// The loss or its gradient is no finite number, or the loss has exploded; without a norm of the
  /// gradient, the loss is that of the dev set. The checkpoint holds the last good state.
  case diverged(step: Int, loss: Double, gradientNorm: Double?)
}
