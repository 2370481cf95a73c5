// SPDX-License-Identifier: Apache-2.0

import Compute
import Decoding
import Files
import FoundationEssentials
import Models
import Subwords
import Text

/// The directory that a run writes its checkpoint to, locked against other processes. Every file is
/// replaced as a whole, so that the directory holds a usable checkpoint whatever happens.
final class CheckpointStore {
  let files: CheckpointFiles
  let metrics: MetricsLog
  private let lock: FileLock
  private let lockPath: String
  private let isNew: Bool
  /// Where a new checkpoint is written, beside the one that it replaces.
  private let draft: CheckpointFiles

  /// Creates the directory where missing, and locks it.
  ///
  /// - Throws: `TrainingError.checkpointInUse` or `FileError`.
  init(directory: String) throws {
    files = CheckpointFiles(directory: directory)
    draft = CheckpointFiles(directory: directory + "/.new")
    metrics = MetricsLog(path: files.metrics)
    lockPath = directory + "/.lock"
    isNew = !isDirectory(directory)
    try createDirectory(directory)
    guard let lock = try FileLock(path: lockPath) else {
      throw TrainingError.checkpointInUse(directory: directory)
    }
    self.lock = lock
    // A killed process may have left one.
    discardDraft()
  }

  /// A directory that was made for a checkpoint that came to nothing goes again.
  deinit {
    guard isNew && !holdsCheckpoint else { return }
    try? removeFile(lockPath)
    removeEmptyDirectory(files.directory)
  }

  /// Whether the directory holds a checkpoint: `config.json` is written last.
  var holdsCheckpoint: Bool { fileExists(files.configuration) }

  /// Writes a new checkpoint, or replaces the one that is there.
  ///
  /// All that can fail for want of room is done before the old one is touched. Then `config.json`
  /// goes first and comes last: whoever reads the directory meanwhile, or after a kill, finds one of
  /// the two checkpoints or none, and never files of both.
  func create(
    _ record: CheckpointRecord, _ data: TrainingData, _ model: EncoderDecoder,
    _ parameters: ParameterBuffer, _ optimizer: Optimizer, _ state: TrainingState
  ) throws {
    defer { discardDraft() }
    try createDirectory(draft.directory)
    try data.sourceVocabulary.write(to: draft.sourceVocabulary)
    try data.targetVocabulary.write(to: draft.targetVocabulary)
    try data.merges?.source.write(to: draft.sourceMerges)
    try data.merges?.target.write(to: draft.targetMerges)
    try save(model, parameters, step: state.step, to: draft.model)
    try state.save(to: draft.trainingState, parameters, optimizer)
    try record.write(to: draft.configuration)

    for path in [files.configuration, files.metrics, files.sourceMerges, files.targetMerges] {
      try removeFile(path)
    }
    let merges: [KeyPath<CheckpointFiles, String>] =
      data.merges == nil ? [] : [\.sourceMerges, \.targetMerges]
    for file in merges + [
      \.sourceVocabulary, \.targetVocabulary, \.model, \.trainingState, \.configuration,
    ] {
      try moveFile(from: draft[keyPath: file], to: files[keyPath: file])
    }
  }

  private func discardDraft() { try? FileManager.default.removeItem(atPath: draft.directory) }

  func saveModel(_ model: EncoderDecoder, _ parameters: ParameterBuffer, step: Int) throws {
    try save(model, parameters, step: step, to: files.model)
  }

  private func save(
    _ model: EncoderDecoder, _ parameters: ParameterBuffer, step: Int, to path: String
  ) throws {
    try model.save(parameters, to: path, metadata: ["format": "pt", "step": "\(step)"])
  }
}
