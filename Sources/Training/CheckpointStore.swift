// SPDX-License-Identifier: Apache-2.0

import Compute
import Decoding
import Files
import Models
import Text

/// The directory that a run writes its checkpoint to, locked against other processes. Every file is
/// replaced as a whole, so that the directory holds a usable checkpoint whatever happens.
final class CheckpointStore {
  let files: CheckpointFiles
  let metrics: MetricsLog
  private let lock: FileLock

  /// Creates the directory where missing, and locks it.
  ///
  /// - Throws: `TrainingError.checkpointInUse` or `FileError`.
  init(directory: String) throws {
    files = CheckpointFiles(directory: directory)
    metrics = MetricsLog(path: files.metrics)
    try createDirectory(directory)
    guard let lock = try FileLock(path: directory + "/.lock") else {
      throw TrainingError.checkpointInUse(directory: directory)
    }
    self.lock = lock
  }

  /// Whether the directory holds a checkpoint: `config.json` is written last.
  var holdsCheckpoint: Bool { fileExists(files.configuration) }

  /// Writes a new checkpoint, or replaces the one that is there.
  func create(
    _ record: CheckpointRecord, _ data: TrainingData, _ model: EncoderDecoder,
    _ parameters: ParameterBuffer, _ optimizer: Optimizer, _ state: TrainingState
  ) throws {
    for path in [files.configuration, files.metrics] { try removeFile(path) }
    try data.sourceVocabulary.write(to: files.sourceVocabulary)
    try data.targetVocabulary.write(to: files.targetVocabulary)
    try saveModel(model, parameters, step: state.step)
    try state.save(to: files.trainingState, parameters, optimizer)
    try record.write(to: files.configuration)
  }

  func saveModel(_ model: EncoderDecoder, _ parameters: ParameterBuffer, step: Int) throws {
    try model.save(parameters, to: files.model, metadata: ["format": "pt", "step": "\(step)"])
  }
}
