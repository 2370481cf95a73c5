// SPDX-License-Identifier: Apache-2.0

public import Models
public import Text
public import Training

extension Trainer {
  /// Starts a new checkpoint of a generator in the directory `checkpoint`. The embeddings of the units
  /// start from `embeddings`, as far as these have them; the others are random.
  ///
  /// - Throws: `TrainingError` if a value is out of range or contradicts another, if the model does
  ///   not fit the vectors and the vocabulary or takes too much memory, or if the directory is in use
  ///   or holds a checkpoint (unless `overwriting`); `FileError`; `ThreadError`.
  public convenience init(
    _ data: GeneratorData, model configuration: GeneratorConfiguration,
    _ training: TrainingConfiguration = TrainingConfiguration(), embeddings: WordVectors? = nil,
    checkpoint directory: String, overwriting: Bool = false
  ) throws {
    try self.init(
      data, configuration, training, embeddings, in: directory, overwriting: overwriting)
  }

  /// Resumes the run whose checkpoint is in `directory`, with the settings of `training`, or those it
  /// has. The data must have the checkpoint's vocabulary and standardization.
  ///
  /// - Throws: `TrainingError` if a fixed setting, the data or the vocabulary have changed, if the
  ///   directory is in use, or if there is no state to resume from; any error of reading the
  ///   checkpoint.
  public convenience init(
    resuming directory: String, _ data: GeneratorData, _ training: TrainingConfiguration? = nil
  ) throws {
    try self.init(resumingIn: directory, data, training)
  }
}
