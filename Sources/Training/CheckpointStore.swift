// SPDX-License-Identifier: Apache-2.0

import Compute
import Decoding
import Files
import FoundationEssentials
import Models
import Safetensors
import Subwords
import Text

/// The checkpoint directory of a run, locked against other processes. Each file is replaced
/// atomically, so that the directory always holds a usable checkpoint.
final class CheckpointStore {
  let files: CheckpointFiles
  let metrics: MetricsLog
  private let lock: FileLock
  private let lockPath: String
  private let isNew: Bool
  /// The files of a new checkpoint while it is being written, in a subdirectory.
  private let draft: CheckpointFiles

  /// Locks the directory, and creates it if it is missing.
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
    // A killed process may have left a draft behind.
    discardDraft()
  }

  /// Removes a new directory if no checkpoint was written to it.
  deinit {
    guard isNew && !holdsCheckpoint else { return }
    try? removeFile(lockPath)
    removeEmptyDirectory(files.directory)
  }

  /// True if the directory holds a checkpoint. `config.json` is the last file to be written.
  var holdsCheckpoint: Bool { fileExists(files.configuration) }

  /// Writes a new checkpoint, or replaces the existing one.
  ///
  /// All files are written as a draft first, so that a full disk leaves the old checkpoint intact.
  /// Then `config.json` is removed first and put back last: a reader, or a run after a kill, finds
  /// the old checkpoint, the new one or none, but never a mixture of their files.
  func create(
    _ record: CheckpointRecord, _ data: TrainingData, _ model: EncoderDecoder,
    _ trained: TrainedParameters, _ state: TrainingState
  ) throws {
    defer { discardDraft() }
    try createDirectory(draft.directory)
    try data.sourceVocabulary.write(to: draft.sourceVocabulary)
    try data.targetVocabulary.write(to: draft.targetVocabulary)
    try data.merges?.source.write(to: draft.sourceMerges)
    try data.merges?.target.write(to: draft.targetMerges)
    try save(model, trained.weights, step: state.step, to: draft.model)
    try state.save(to: draft.trainingState, trained)
    try record.write(to: draft.configuration)

    for path in [files.configuration, files.metrics, files.sourceMerges, files.targetMerges] {
      try removeFile(path)
    }
    // Sync first: otherwise the disk may write new names before it removes the old ones.
    try syncDirectory(files.directory)
    let merges: [KeyPath<CheckpointFiles, String>] =
      data.merges == nil ? [] : [\.sourceMerges, \.targetMerges]
    for file in merges + [
      \.sourceVocabulary, \.targetVocabulary, \.model, \.trainingState, \.configuration,
    ] {
      try moveFile(from: draft[keyPath: file], to: files[keyPath: file])
    }
    try removeKept(except: [])
  }

  private func discardDraft() { try? FileManager.default.removeItem(atPath: draft.directory) }

  /// Reads the saved state of training. Drops the kept weights whose files no longer exist.
  func readState(into trained: TrainedParameters) throws -> TrainingState {
    var state = try TrainingState(from: files.trainingState, into: trained)
    state.kept?.removeAll { !fileExists(path(of: $0)) }
    return state
  }

  /// The step at which the weights in `model.safetensors` were saved; nil if the file does not say.
  var modelStep: Int? {
    get throws { try SafetensorsFile(path: files.model).metadata["step"].flatMap { Int($0) } }
  }

  /// Writes the weights to `model.safetensors`. For the mean of several weights, the metadata lists
  /// their steps.
  func saveModel(
    _ model: EncoderDecoder, _ parameters: ParameterBuffer, step: Int, averagedSteps: [Int] = []
  ) throws {
    try save(model, parameters, step: step, averagedSteps: averagedSteps, to: files.model)
  }

  private func save(
    _ model: EncoderDecoder, _ parameters: ParameterBuffer, step: Int, averagedSteps: [Int] = [],
    to path: String
  ) throws {
    var metadata = ["format": "pt", "step": "\(step)"]
    if !averagedSteps.isEmpty {
      metadata["averaged_steps"] = averagedSteps.map { "\($0)" }.joined(separator: " ")
    }
    try model.save(parameters, to: path, metadata: metadata)
  }
}

// MARK: - Weights to average

extension CheckpointStore {
  /// Saves weights to be averaged later, in the format of `model.safetensors`.
  func keep(_ kept: KeptWeights, _ model: EncoderDecoder, _ parameters: ParameterBuffer) throws {
    try createDirectory(files.kept)
    try save(model, parameters, step: kept.step, to: path(of: kept))
  }

  func read(_ kept: KeptWeights, into parameters: ParameterBuffer) throws {
    try parameters.read(prefix: "", from: SafetensorsFile(path: path(of: kept)))
  }

  /// Removes the files of weights that are no longer kept. The training state must be saved before:
  /// then the files that it names exist, even after a kill.
  func removeKept(except kept: [KeptWeights]) throws(FileError) {
    guard isDirectory(files.kept) else { return }
    let names = Set(kept.map(\.fileName))
    let found = (try? FileManager.default.contentsOfDirectory(atPath: files.kept)) ?? []
    for name in found where !names.contains(name) { try removeFile(files.kept + "/" + name) }
    if kept.isEmpty { removeEmptyDirectory(files.kept) }
  }

  private func path(of kept: KeptWeights) -> String { files.kept + "/" + kept.fileName }
}
