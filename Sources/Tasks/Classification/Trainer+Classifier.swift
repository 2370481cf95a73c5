// SPDX-License-Identifier: Apache-2.0

public import Models
public import Text
public import Training

extension Trainer {
  /// Starts a new checkpoint of a classifier in the directory `checkpoint`. The embeddings of tokens start
  /// from `embeddings`, as far as these have them; all others are random.
  ///
  /// - Throws: `TrainingError` if a value is out of range or contradicts another, if the model does
  ///   not fit the vocabulary and the labels or takes too much memory, or if the directory is in use
  ///   or holds a checkpoint (unless `overwriting`); `FileError`; `ThreadError`.
  public convenience init(
    _ data: ClassifierData, model: ClassifierConfiguration,
    _ training: TrainingConfiguration = TrainingConfiguration(), embeddings: WordVectors? = nil,
    checkpoint directory: String, overwriting: Bool = false
  ) throws {
    try self.init(data, model, training, embeddings, in: directory, overwriting: overwriting)
  }

  /// Resumes the run whose checkpoint is in `directory`, with the settings of `training`, or those it
  /// has. The data must have the checkpoint's vocabulary and labels.
  ///
  /// - Throws: `TrainingError` if a fixed setting, the texts or the vocabulary have changed, if the
  ///   directory is in use, or if there is no state to resume from; any error of reading the
  ///   checkpoint.
  public convenience init(
    resuming directory: String, _ data: ClassifierData, _ training: TrainingConfiguration? = nil
  ) throws {
    try self.init(resumingIn: directory, data, training)
  }
}
