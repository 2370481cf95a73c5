// SPDX-License-Identifier: Apache-2.0

public import Models
public import Text
public import Training

extension Trainer {
  /// Starts a new checkpoint of a labeller in the directory `checkpoint`. The embeddings of tokens start
  /// from `embeddings`, as far as these have them; all others are random.
  ///
  /// If the labeller is trained in windows, the batch size is the number of streams into which the
  /// sequences, one after another, are folded.
  ///
  /// - Throws: `TrainingError` if a value is out of range or contradicts another, if the model does
  ///   not fit the vocabularies and the labels or takes too much memory, or if the directory is in
  ///   use or holds a checkpoint (unless `overwriting`); `RunningTextError` if there is less than a
  ///   window for each stream; `FileError`; `ThreadError`.
  public convenience init(
    _ data: LabellerData, model: LabellerConfiguration,
    _ training: TrainingConfiguration = TrainingConfiguration(), embeddings: WordVectors? = nil,
    checkpoint directory: String, overwriting: Bool = false
  ) throws {
    try self.init(data, model, training, embeddings, in: directory, overwriting: overwriting)
  }

  /// Resumes the run whose checkpoint is in `directory`, with the settings of `training`, or those it
  /// has. The data must have the checkpoint's vocabularies and labels.
  ///
  /// - Throws: `TrainingError` if a fixed setting, the sequences or the vocabularies have changed, if
  ///   the directory is in use, or if there is no state to resume from; any error of reading the
  ///   checkpoint.
  public convenience init(
    resuming directory: String, _ data: LabellerData, _ training: TrainingConfiguration? = nil
  ) throws {
    try self.init(resumingIn: directory, data, training)
  }
}
